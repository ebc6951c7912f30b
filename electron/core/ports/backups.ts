import type { Backup, BackupKind, RestorePlan } from '#contract/backup.ts';
import type { Job } from '#contract/job.ts';

/** Copies of the ledger, and what takes its place. */
export interface BackupStore {
  /**
   * Copies the ledger as it is now to `file`, whole or not at all, while it goes on being written; checks the copy.
   * @throws BelfryError `conflict` when the file is there and may not be replaced, `unavailable` when it cannot be written
   */
  create(file: string, kind: BackupKind, now: number, overwrite?: boolean): Promise<Backup>;
  /** A new copy in a folder, which is made when absent. */
  createIn(folder: string, kind: BackupKind, now: number): Promise<Backup>;
  /** The copies of this ledger in a folder, and those made before a restore, newest first. */
  list(folder: string): Promise<Backup[]>;
  /** Deletes all but the newest `keep` of each kind that is made unasked. Returns the files that are gone. */
  prune(folder: string, keep: number): Promise<string[]>;
  /**
   * Prepares a copy to take the ledger's place, brought up to date. Nothing changes before `commit`.
   * @throws BelfryError `unavailable`, a sentence: no file, no ledger, damaged, or written by a newer Belfry
   */
  stage(file: string): Promise<StagedRestore>;
}

export interface StagedRestore {
  plan: Omit<RestorePlan, 'missingSecrets'>;
  /** What its jobs refer to. */
  jobs: Job[];
  /**
   * Puts it in the ledger's place. Schedules go on from `now`. Nobody may use the store meanwhile, and nothing may run.
   * Returns the file that the ledger was before. When it fails, the old ledger is open again.
   */
  commit(now: number): Promise<string>;
  discard(): Promise<void>;
}
