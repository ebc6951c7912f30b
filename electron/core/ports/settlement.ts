import type { Run, RunCause, RunReason, RunStatus } from '#contract/run.ts';

/** A row to be: an occurrence that starts, waits, or will never run. */
export interface NewRun {
  jobId: number;
  triggerId: number | null;
  dueAt: number;
  dueUntil: number;
  count: number;
  status: Extract<RunStatus, 'queued' | 'running' | 'skipped' | 'missed'>;
  cause: RunCause;
  reason: RunReason | null;
  attempts: number;
  /** Set for `running`. */
  startedAt: number | null;
  /** Grow the trigger's newest row instead, when it has the same status and reason and its dueUntil lies at or after this instant. */
  extendSince?: number;
  /** Given to this run only, as far as they may be kept. */
  variables?: Record<string, string>;
}

export interface TriggerCursor {
  triggerId: number;
  cursor: number;
}

/** All that one wake settles; one transaction. */
export interface Settlement {
  runs: NewRun[];
  cursors: TriggerCursor[];
  nextRuns: { jobId: number; nextRunAt: number | null }[];
}

/** A row that settles something ahead of where its trigger is counted from. */
export interface SettledAhead {
  id: number;
  triggerId: number;
  dueAt: number;
  dueUntil: number;
  count: number;
}

/** Where a row for many occurrences ends from now on. */
export interface RangeCut {
  id: number;
  dueUntil: number;
  count: number;
}

/** What changed about a run when an attempt or the run itself ended, or when a queued one starts. */
export type RunPatch = Partial<
  Pick<
    Run,
    | 'status'
    | 'startedAt'
    | 'finishedAt'
    | 'attempt'
    | 'reason'
    | 'exitCode'
    | 'signal'
    | 'error'
    | 'awakeMs'
    | 'leftover'
  >
>;
