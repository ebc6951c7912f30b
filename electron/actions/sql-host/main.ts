// Runs the statements of one sql job, in a process of its own that sql.ts starts: a stop or a timeout ends it for sure,
// and an answer of any size is no load on Belfry. The only place besides store/ that knows sqlite3.
import { once } from 'node:events';
import { fail, messageOf, readRequest } from '../host-channel.mjs';
import type { Connection, SqlCall } from './connection.ts';
import { openMysql } from './mysql.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { splitStatements } from './statements.ts';
import { summary, Table } from './table.ts';

const HEAD_LIMIT = 70;

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

async function open({ database, jobsFolder }: SqlCall): Promise<Connection> {
  if (database.engine !== 'sqlite' && !URL.canParse(database.url)) {
    throw new Error('The address of the database cannot be read. Write it as engine://user:password@host/name.');
  }
  switch (database.engine) {
    case 'sqlite':
      return openSqlite(database.file, database.create);
    case 'postgres':
      return openPostgres(database.url, jobsFolder);
    case 'mysql':
      return openMysql(database.url, jobsFolder);
  }
}

async function main(call: SqlCall): Promise<void> {
  const statements = splitStatements(call.statements, call.database.engine);
  if (statements.length === 0) throw new Error('There is no statement, only comments.');
  const connection = await open(call);
  endPolitely(connection);
  for (const [at, sql] of statements.entries()) {
    if (statements.length > 1) await print(`${at > 0 ? '\n' : ''}-- ${at + 1}: ${head(sql)}\n`);
    await runOne(connection, sql).catch((error) => {
      throw new Error(`Statement ${at + 1}: ${error.message}`);
    });
  }
  const unfinished = await connection.unfinished();
  await connection.close();
  if (unfinished) throw new Error(unfinished);
}

async function runOne(connection: Connection, sql: string): Promise<void> {
  const table = new Table(print);
  let named = false;
  const sink = {
    columns: (names: string[]) => {
      named = true;
      table.columns(names);
    },
    row: (values: Parameters<Table['row']>[0]) => table.row(values),
  };
  let changed: number | null = null;
  try {
    changed = await connection.run(sql, sink);
  } finally {
    await table.end();
  }
  const read = /^\s*(SELECT|VALUES|WITH|PRAGMA|EXPLAIN|SHOW|TABLE|DESCRIBE)\b/i.test(sql);
  await print(`${summary(table.count, named || (read && changed === null), changed)}\n`);
}

let stopping = false;

/** A server would go on for nobody: it is told before this process ends. */
function endPolitely({ cancel }: Connection): void {
  if (!cancel) return;
  process.once('SIGTERM', () => {
    stopping = true;
    // A second one is not caught, so the process ends as one that heard the first.
    void cancel()
      .catch(() => {})
      .then(() => process.kill(process.pid, 'SIGTERM'));
  });
}

const head = (sql: string) => {
  const line = sql.replace(/\s+/g, ' ');
  return line.length > HEAD_LIMIT ? `${line.slice(0, HEAD_LIMIT - 1)}…` : line;
};

const call: SqlCall = readRequest();
// The connection of a server keeps the process alive; without one nothing is left to wait for.
main(call).catch((error: Error) => {
  // What a stop breaks off is no failure of its own.
  if (!stopping) fail(error.name === 'Error' ? error.message : messageOf(error));
});
