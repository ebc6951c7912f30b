import type { Run } from '#contract/run.ts';

/** Names a process for good, which its number alone does not: numbers are used again. */
export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own measure. */
  born: number;
  /** What every process of the run carries in its environment. */
  key: string;
}

/** What an earlier process of Belfry left in the ledger. */
export interface Leftover {
  run: Run;
  process: ProcessMark | null;
}

/** Processes that outlived the Belfry that started them. */
export interface ProcessKeeper {
  isAlive(mark: ProcessMark): Promise<boolean>;
  /** Ends it with all it started: politely, by force after 10 s. */
  end(mark: ProcessMark): Promise<void>;
}
