export type Value = string | number | bigint | boolean | null | Uint8Array;

/** Takes the rows of one statement; may make its source wait. */
export interface RowSink {
  columns(names: string[]): void;
  row(values: Value[]): Promise<void> | void;
}

/** A database of any kind. Errors that `run` throws carry one sentence. */
export interface Connection {
  /** Runs one statement; resolves to the number of rows it changed, null where it is no change of rows. */
  run(sql: string, rows: RowSink): Promise<number | null>;
  /** What was left undone, in one sentence; null when all is. */
  unfinished(): Promise<string | null>;
  close(): Promise<void>;
  /** Asks the server to end the statement under way; a file's ends with this process. */
  cancel?(): Promise<void>;
}

export type Engine = 'sqlite' | 'postgres' | 'mysql';

/** What a host is asked for. */
export interface SqlCall {
  database: { engine: 'sqlite'; file: string; create: boolean } | { engine: 'postgres' | 'mysql'; url: string };
  statements: string;
  /** Where the packages that speak to servers are looked for. */
  jobsFolder: string;
}
