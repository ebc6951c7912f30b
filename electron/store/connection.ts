import { existsSync } from 'node:fs';
import { ConnectionError, QueryTypes, Sequelize } from 'sequelize';
import sqlite3 from 'sqlite3';
import { BelfryError } from '#contract/error.ts';

export type Value = string | number | Buffer | null;
/** A row as SQLite gives it. */
export type Row = Record<string, Value>;

/** One SQLite connection behind Sequelize, with the promises that the ledger rests on. */
export interface Connection {
  readonly sequelize: Sequelize;
  /** Runs one statement with `$1`-style values and returns its rows (also those of RETURNING). */
  all<T = Row>(sql: string, values?: Value[]): Promise<T[]>;
  close(): Promise<void>;
}

const FLAGS = {
  write: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
  read: sqlite3.OPEN_READONLY,
  copy: sqlite3.OPEN_READWRITE,
};

/**
 * Opens `file`, which only `write` makes where it is not there. A `copy` is written without a log beside it: it is to
 * stand alone.
 * @throws BelfryError `not-found` or `unavailable` when there is nothing to open, or it may not be
 */
export async function connect(file: string, mode: 'write' | 'read' | 'copy'): Promise<Connection> {
  const flags = FLAGS[mode];
  const sequelize = new Sequelize({
    dialect: 'sqlite',
    storage: file,
    logging: false,
    dialectOptions: { mode: flags },
  });
  // Sequelize numbers binds `$1` itself only for arrays; SELECT makes it return rows for every statement.
  const all = async <T>(sql: string, values: Value[] = []): Promise<T[]> =>
    (await sequelize.query(sql, {
      type: QueryTypes.SELECT,
      raw: true,
      ...(values.length > 0 && { bind: values }),
    })) as T[];
  try {
    await all('PRAGMA busy_timeout = 5000');
    // Kibibytes; leaps through a ledger of a million rows touch many pages more than once.
    await all('PRAGMA cache_size = -16384');
    if (mode === 'write') {
      await all('PRAGMA journal_mode = WAL');
      // A power cut must not lose a started run.
      await all('PRAGMA synchronous = FULL');
    }
    if (mode === 'copy') await all('PRAGMA journal_mode = DELETE');
    await all('PRAGMA foreign_keys = ON');
  } catch (error) {
    // What was never opened cannot be closed: sqlite3 would wait for it to open.
    if (error instanceof ConnectionError) throw notOpened(file, error);
    await sequelize.close().catch(() => {});
    throw error;
  }
  return { sequelize, all, close: () => sequelize.close() };
}

const notOpened = (file: string, { message }: Error) =>
  existsSync(file)
    ? new BelfryError(
        'unavailable',
        `${file} cannot be opened (${message}). Give yourself permission to read and write it.`,
      )
    : new BelfryError('not-found', `There is no file ${file}.`);

/** Reads the ledger for people, who are told what to do where it cannot be read. */
export async function connectReader(file: string): Promise<Connection> {
  const { all, ...reader } = await connect(file, 'read');
  return { ...reader, all: (sql, values) => all<never>(sql, values).catch((error) => refuse(error, file)) };
}

/** What a person can do about a file that SQLite cannot read; anything else is a defect, and stays as it is. */
function refuse(error: unknown, file: string): never {
  const { message } = error as Error;
  if (!/SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|PERM)/.test(message)) throw error;
  throw new BelfryError(
    'unavailable',
    `${file} cannot be read (${message}). Restore a backup, in Settings or with belfry restore.`,
  );
}
