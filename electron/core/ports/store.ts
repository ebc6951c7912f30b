import type { Attempt, LaunchEnvironment, Run } from '#contract/run.ts';
import type { BackupStore } from './backups.ts';
import type { BandStore, DeliveryStore, RunReader, TroubleStore } from './history.ts';
import type { JobStore, SettingsStore } from './jobs.ts';
import type { OutputStore } from './output.ts';
import type { Leftover, ProcessMark } from './processes.ts';
import type { HistoryStore } from './retention.ts';
import type { RangeCut, RunPatch, SettledAhead, Settlement, TriggerCursor } from './settlement.ts';

/** The ledger and the jobs. Every write resolves only when it is on disk. */
export interface Store {
  /**
   * Inserts the rows, moves cursors and next runs, in one transaction. Returns one entry per given run, in order:
   * the stored (or extended) row, or null where (job, trigger, dueAt) was settled before.
   */
  settle(settlement: Settlement): Promise<(Run | null)[]>;
  /**
   * Rows of timed triggers with an occurrence after `now` or, where that is earlier, the trigger's cursor; and single ones
   * before, where a row for many reaches from before them beyond `now`.
   */
  settledAhead(now: number): Promise<SettledAhead[]>;
  /** Moves cursors back and cuts rows, in one transaction; resolves to the rows that were cut. */
  rewind(change: { cursors: TriggerCursor[]; cuts: RangeCut[] }): Promise<Run[]>;
  /** Patches rows; calls of one tick commit together. */
  patchRun(id: number, patch: RunPatch): Promise<Run>;
  /** Without an environment, the one saved before stays. */
  saveAttempt(
    runId: number,
    attempt: Attempt,
    process: ProcessMark | null,
    environment?: LaunchEnvironment,
  ): Promise<void>;
  /**
   * Rows left by an earlier process: running becomes `interrupted` at `now`, queued `skipped` but for those of `held`.
   * Returns the interrupted ones, and those found before whose process still lived then.
   */
  interruptLeftovers(now: number, held?: readonly number[]): Promise<Leftover[]>;
  runs: RunReader;
  jobs: JobStore;
  output: OutputStore;
  settings: SettingsStore;
  history: HistoryStore;
  backups: BackupStore;
  deliveries: DeliveryStore;
  bands: BandStore;
  troubles: TroubleStore;
  /** What the database itself finds wrong with its file, and how large that is. */
  integrity(): Promise<{ problems: string[]; bytes: number }>;
}
