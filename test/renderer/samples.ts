import { type JobSummary, jobDraft } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';

/** A success of job 1 that began on its due time and took 2 s; `changes` make it another. */
export function aRun(changes: Partial<Run> = {}): Run {
  const dueAt = changes.dueAt ?? 1_000_000;
  const run: Run = {
    id: 1,
    jobId: 1,
    job: 'Backup',
    triggerId: 1,
    dueAt,
    dueUntil: dueAt,
    count: 1,
    startedAt: dueAt,
    finishedAt: dueAt + 2000,
    status: 'success',
    cause: 'schedule',
    reason: null,
    attempt: 1,
    attempts: 1,
    exitCode: 0,
    signal: null,
    error: null,
    awakeMs: null,
    leftover: false,
    outputBytes: 0,
    outputDropped: 0,
  };
  return { ...run, ...changes };
}

/** An armed job without history; `changes` make it another. */
export function aJob(changes: Partial<JobSummary> = {}): JobSummary {
  const draft = jobDraft.parse({ name: 'Backup', action: { kind: 'command', run: { by: 'shell', line: 'pg_dump' } } });
  const facts = { nextRunAt: null, pause: null, skipUntil: null, createdAt: 0, updatedAt: 0 };
  return {
    ...draft,
    ...facts,
    id: 1,
    triggers: [],
    schedule: [],
    lastRun: null,
    recent: '',
    live: [],
    usual: null,
    ...changes,
  };
}
