import type { Job } from '#contract/job.ts';
import type { RunCause, RunReason } from '#contract/run.ts';
import type { Ticket } from './admission.ts';
import type { Guest } from './lobby.ts';
import type { NewRun } from './ports.ts';

/** Runs that make room for a newer one: stopped where they run, dropped where they wait. */
export interface Replaced {
  stop: Ticket[];
  drop: Ticket[];
}

/** A row to be stored, with the place it holds at the door. */
export interface Planned {
  row: NewRun;
  job: Job;
  ticket: Ticket | null;
  /** Whose place it takes. */
  replaces: Replaced | null;
  refused: RunReason | null;
  /** Holds the run until its conditions are met, or a wake is over; see Guest. */
  waits: Pick<Guest, 'until'> | null;
  /** Of this run only, over those of the job. */
  variables: Record<string, string> | null;
}

/** Nothing runs; the row says why. */
export function refuse(planned: Planned, reason: RunReason): Planned {
  planned.row.status = 'skipped';
  planned.row.reason = reason;
  // Refusals in a row grow one ledger row: a per-second job behind a slow run must not fill the disk.
  planned.row.extendSince = 0;
  planned.refused = reason;
  return planned;
}

export function plannedOf(job: Job, row: NewRun): Planned {
  return { row, job, ticket: null, replaces: null, refused: null, waits: null, variables: null };
}

/** A row that waits for its start, as every run's first is. */
export function waitingRow(job: Job, triggerId: number | null, dueAt: number, cause: RunCause): NewRun {
  // Written out: spreading costs 5,000 bells in one second a third of their time.
  return {
    jobId: job.id,
    triggerId,
    dueAt,
    dueUntil: dueAt,
    count: 1,
    status: 'queued',
    cause,
    reason: null,
    attempts: job.policy.retry.count + 1,
    startedAt: null,
  };
}
