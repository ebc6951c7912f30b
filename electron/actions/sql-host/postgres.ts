import type { Connection, RowSink } from './connection.ts';
import { CONNECT_MS, connectProblem, driverOf, message } from './driver.ts';

interface Result {
  fields: { name: string }[];
  command: string | null;
  rowCount: number | null;
}
interface Query {
  on(name: 'row', hear: (values: (string | null)[], result: Result) => void): void;
  on(name: 'end', hear: (result: Result) => void): void;
  on(name: 'error', hear: (error: Error) => void): void;
}
interface Client {
  connect(): Promise<void>;
  query(query: Query): void;
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
  on(name: 'error', hear: () => void): void;
  connection: { stream: { pause(): void; resume(): void } };
}
interface Pg {
  Client: new (options: object) => Client;
  Query: new (options: object) => Query;
}

const SERVER = 'PostgreSQL';
const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY'];

/** Through the package pg of the jobs folder. Rejects with a sentence. */
export async function openPostgres(url: string, jobsFolder: string): Promise<Connection> {
  const pg = driverOf(jobsFolder, 'pg', SERVER) as Pg;
  const open = async () => {
    const client = new pg.Client({
      ...{ connectionString: url, application_name: 'belfry', connectionTimeoutMillis: CONNECT_MS },
      // Everything as the server writes it: no date is moved to another zone, no number rounded.
      types: { getTypeParser: () => (text: string) => text },
    });
    // What goes wrong is told by the query under way.
    client.on('error', () => {});
    await client.connect().catch((error) => Promise.reject(connectProblem(error, SERVER, url)));
    return client;
  };
  const client = await open();
  const pid = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
  let inTransaction = false;
  return {
    run: async (sql, rows) => {
      const { command, rowCount } = await stream(client, pg, sql, rows);
      if (command === 'BEGIN' || command === 'START') inTransaction = true;
      if (command === 'COMMIT' || command === 'ROLLBACK') inTransaction = false;
      return command !== null && CHANGES.includes(command) ? rowCount : null;
    },
    unfinished: async () =>
      inTransaction
        ? 'The statements end inside a transaction, so what it changed was not kept. End it with COMMIT.'
        : null,
    close: () => client.end(),
    cancel: async () => {
      const second = await open();
      await second.query(`SELECT pg_cancel_backend(${Number(pid)})`);
      await second.end();
    },
  };
}

function stream(client: Client, pg: Pg, text: string, rows: RowSink): Promise<Result> {
  const { stream: socket } = client.connection;
  return new Promise((resolve, reject) => {
    const query = new pg.Query({ text, rowMode: 'array' });
    let named = false;
    const name = ({ fields }: Result) => {
      if (!named && fields?.length > 0) rows.columns(fields.map((field) => field.name));
      named = true;
    };
    query.on('row', (values, result) => {
      name(result);
      const waiting = rows.row(values);
      if (!waiting) return;
      socket.pause();
      void waiting.then(() => socket.resume());
    });
    query.on('end', (result) => {
      name(result);
      resolve(result);
    });
    query.on('error', (error) => reject(new Error(message(error))));
    client.query(query);
  });
}
