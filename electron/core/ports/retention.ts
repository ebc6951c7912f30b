import type { StoreStatus } from '#contract/ledger.ts';

/** What is kept of one job's runs; epoch ms, 0 = no limit by age. */
export interface JobKeepRule {
  job: number;
  /** Rows from before these go: of runs that did not fail, and of those that did. */
  goodBefore: number;
  failedBefore: number;
  /** How many rows stay, failures counted apart; null = any number. */
  runs: number | null;
}

export interface KeepRules {
  jobs: JobKeepRule[];
  /** Size the store may have, bytes. */
  totalBytes: number | null;
  /** Jobs that went to the Trash before this are gone for good. */
  trashBefore: number;
}

/** What a sweep took away; bytes of output. */
export interface Removed {
  runs: number;
  jobs: number;
  bytes: number;
}

export interface HistoryStore {
  status(): Promise<StoreStatus>;
  /**
   * Removes what the rules do not keep, a little at a time while nothing else is written; never a live run, nor a job's
   * newest. Ends early, without harm, when `goesOn` says no.
   */
  sweep(rules: KeepRules, now: number, goesOn: () => boolean): Promise<Removed>;
}
