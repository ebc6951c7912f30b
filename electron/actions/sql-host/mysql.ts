import type { Connection, RowSink } from './connection.ts';
import { CONNECT_MS, connectProblem, driverOf, message } from './driver.ts';

type Field = { name: string };
type Header = { affectedRows: number };
interface Query {
  on(name: 'fields', hear: (fields: Field[] | undefined) => void): void;
  on(name: 'result', hear: (row: (string | null)[] | Header) => void): void;
  on(name: 'error', hear: (error: Error) => void): void;
  on(name: 'end', hear: () => void): void;
}
interface Client {
  connect(done: (error: Error | null) => void): void;
  query(options: object | string, done?: (error: Error | null) => void): Query;
  end(done: () => void): void;
  pause(): void;
  resume(): void;
  on(name: 'error', hear: () => void): void;
  threadId: number;
}
interface Mysql {
  createConnection(options: object): Client;
}

const SERVER = 'MySQL';

/** Through the package mysql2 of the jobs folder. Rejects with a sentence. */
export async function openMysql(url: string, jobsFolder: string): Promise<Connection> {
  const mysql = driverOf(jobsFolder, 'mysql2', SERVER) as Mysql;
  const open = () => connect(mysql, url.replace(/^mariadb:/, 'mysql:'));
  const client = await open();
  let inTransaction = false;
  return {
    run: async (sql, rows) => {
      const changed = await stream(client, sql, rows);
      if (/^\s*(BEGIN|START\s+TRANSACTION)\b/i.test(sql)) inTransaction = true;
      if (/^\s*(COMMIT|ROLLBACK(?!\s+TO))\b/i.test(sql)) inTransaction = false;
      return changed !== null && /^\s*(INSERT|UPDATE|DELETE|REPLACE|LOAD|WITH)\b/i.test(sql) ? changed : null;
    },
    unfinished: async () =>
      inTransaction
        ? 'The statements end inside a transaction, so what it changed was not kept. End it with COMMIT.'
        : null,
    close: () => new Promise((resolve) => client.end(resolve)),
    cancel: async () => {
      const second = await open();
      await new Promise<void>((resolve) => second.query(`KILL QUERY ${client.threadId}`, () => resolve()));
      await new Promise<void>((resolve) => second.end(resolve));
    },
  };
}

function connect(mysql: Mysql, url: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = mysql.createConnection({ uri: url, connectTimeout: CONNECT_MS });
    client.on('error', () => {});
    client.connect((error) => (error ? reject(connectProblem(error, SERVER, url)) : resolve(client)));
  });
}

/** Everything as the server writes it: no date is moved to another zone, no number rounded. */
const asWritten = ({ type, string, buffer }: { type: string; string: () => string; buffer: () => Buffer }) =>
  type.endsWith('BLOB') ? buffer() : string();

function stream(client: Client, sql: string, rows: RowSink): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let changed: number | null = null;
    const query = client.query({
      ...{ sql, rowsAsArray: true },
      typeCast: (field: { type: string; string: () => string; buffer: () => Buffer }) =>
        asWritten({ type: field.type, string: () => field.string(), buffer: () => field.buffer() }),
    });
    query.on('fields', (fields) => fields && rows.columns(fields.map(({ name }) => name)));
    query.on('result', (row) => {
      if (!Array.isArray(row)) {
        changed = row.affectedRows;
        return;
      }
      const waiting = rows.row(row);
      if (!waiting) return;
      client.pause();
      void waiting.then(() => client.resume());
    });
    query.on('error', (error) => reject(new Error(message(error))));
    query.on('end', () => resolve(changed));
  });
}
