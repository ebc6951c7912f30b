import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import sqlite3 from 'sqlite3';
import type { Connection, RowSink, Value } from './connection.ts';

const BUSY_MS = 5_000;
type Row = Record<string, Value>;
type SqliteError = Error & { code?: string };

/** Opens a file; only `create` makes one. Rejects with a sentence. */
export async function openSqlite(file: string, create: boolean): Promise<Connection> {
  const missing = absence(file, create);
  if (missing) throw new Error(missing);
  const mode = sqlite3.OPEN_READWRITE | (create ? sqlite3.OPEN_CREATE : 0);
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, mode, (error) =>
      error ? reject(new Error(sentence(error, file))) : resolve(opened),
    );
  });
  db.configure('busyTimeout', BUSY_MS);
  const explain = (error: SqliteError) => new Error(sentence(error, file));
  // One row: what changed in all, and by the last statement that changes rows.
  const counters = async () => (await collect(db, 'SELECT total_changes() AS total, changes() AS last'))[0] ?? {};
  return {
    run: async (sql, rows) => {
      try {
        const before = await counters();
        const columns = await step(db, sql, rows);
        const after = await counters();
        if (after.total !== before.total) return Number(after.last);
        return !columns && /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql) ? 0 : null;
      } catch (error) {
        throw explain(error as SqliteError);
      }
    },
    unfinished: async () => {
      try {
        await collect(db, 'BEGIN');
        await collect(db, 'ROLLBACK');
        return null;
      } catch {
        return 'The statements end inside a transaction, so what it changed was not kept. End it with COMMIT.';
      }
    },
    close: () => new Promise((resolve) => db.close(() => resolve())),
  };
}

/** Steps through a statement, one row at a time: none is held, and a slow reader slows the database. True when rows came. */
async function step(db: sqlite3.Database, sql: string, rows: RowSink): Promise<boolean> {
  const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
    const prepared = db.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(prepared)));
  });
  try {
    let named = false;
    for (let row = await next(statement); row; row = await next(statement)) {
      if (!named) rows.columns(Object.keys(row));
      named = true;
      const waiting = rows.row(Object.values(row));
      if (waiting) await waiting;
    }
    return named;
  } finally {
    await new Promise<void>((resolve) => statement.finalize(() => resolve()));
  }
}

const next = (statement: sqlite3.Statement) =>
  new Promise<Row | undefined>((resolve, reject) => {
    statement.get<Row>((error: Error | null, row) => (error ? reject(error) : resolve(row)));
  });

async function collect(db: sqlite3.Database, sql: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    db.all<Row>(sql, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

function absence(file: string, create: boolean): string | null {
  if (existsSync(file)) return statSync(file).isFile() ? null : `${file} is not a file, so no database.`;
  if (!create) return `There is no database ${file}. Correct its path, or let the job create it.`;
  return existsSync(dirname(file)) ? null : `There is no folder ${dirname(file)} to create the database in.`;
}

/** SQLite's words, or better ones. */
function sentence({ code, message }: SqliteError, file: string): string {
  switch (code) {
    case 'SQLITE_BUSY':
      return `${file} is locked by another program for over ${BUSY_MS / 1000} s.`;
    case 'SQLITE_READONLY':
      return `${file} may only be read. Check its permissions and those of its folder.`;
    case 'SQLITE_CORRUPT':
      return `${file} is damaged (${words(message)}). Restore a copy of it.`;
    case 'SQLITE_NOTADB':
      return `${file} is no SQLite database, or an encrypted one.`;
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
      return `${file} cannot be opened. Check its permissions and those of its folder.`;
    case 'SQLITE_FULL':
      return `There is no room left to write to ${file}.`;
    case 'SQLITE_IOERR':
      return `${file} cannot be read or written (${words(message)}).`;
    default:
      return words(message);
  }
}

const words = (message: string) => message.replace(/^SQLITE_\w+: /, '');
