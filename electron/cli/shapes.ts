import type { Attention } from '#contract/attention.ts';
import type { JobSummary } from '#contract/job.ts';
import type { StoreStatus } from '#contract/ledger.ts';
import type { Run } from '#contract/run.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { iso } from './times.ts';

/** What the ledger says where nothing went wrong. */
const NO_ERROR = 'No Error';

/** A run as `--json` gives it. */
export function runShape(run: Run) {
  return {
    id: run.id,
    jobId: run.jobId,
    job: run.job,
    triggerId: run.triggerId,
    dueAt: iso(run.dueAt),
    dueUntil: iso(run.dueUntil),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    status: run.status,
    cause: run.cause,
    reason: run.reason,
    count: run.count,
    attempt: run.attempt,
    exitCode: run.exitCode,
    signal: run.signal,
    error: errorText(run),
  };
}

/** The error, "No Error" after success, null while or where there is nothing to say. */
export const errorText = (run: Run): string | null => (run.status === 'success' ? NO_ERROR : run.error);

/** A job as `ls --json` gives it. */
export function jobShape(job: JobSummary) {
  return {
    id: job.id,
    name: job.name,
    enabled: job.enabled,
    kind: job.action.kind,
    schedule: job.schedule.join('; ') || null,
    nextRunAt: iso(job.nextRunAt),
    pausedUntil: iso(job.pause?.until ?? null),
    lastStatus: job.lastRun?.status ?? null,
    lastStartedAt: iso(job.lastRun?.startedAt ?? null),
    tags: job.tags,
  };
}

/** A job with all there is to say about it. */
export function jobDetail(job: JobSummary) {
  return {
    ...jobShape(job),
    description: job.description,
    action: job.action,
    triggers: job.triggers.map(({ id, spec, cursor }) => ({ id, spec: specShape(spec), cursor: iso(cursor) })),
    zone: job.zone,
    policy: job.policy,
    notifications: job.notifications,
    environment: job.environment,
    workingDirectory: job.workingDirectory,
    pause: job.pause && { since: iso(job.pause.since), until: iso(job.pause.until) },
    skipUntil: iso(job.skipUntil),
    createdAt: iso(job.createdAt),
    updatedAt: iso(job.updatedAt),
    lastRun: job.lastRun && runShape(job.lastRun),
    live: job.live.map(runShape),
    usual: job.usual,
  };
}

export function specShape(spec: TriggerSpec) {
  switch (spec.kind) {
    case 'cron':
      return spec;
    case 'interval':
      return { ...spec, anchor: iso(spec.anchor) };
    case 'once':
      return { ...spec, at: iso(spec.at) };
    default:
      return spec;
  }
}

/** What the store takes, as `status --json` gives it. */
export function storeShape({ removed, ...rest }: StoreStatus) {
  return { ...rest, removed: removed && { ...removed, at: iso(removed.at) } };
}

/** The scheduler as `status --json` gives it. */
export function statusShape(status: SchedulerStatus) {
  return {
    ...status,
    pause: status.pause && { since: iso(status.pause.since), until: iso(status.pause.until) },
    next: status.next && { ...status.next, at: iso(status.next.at) },
    clockChange: status.clockChange && { at: iso(status.clockChange.at), shiftMs: status.clockChange.shiftMs },
    now: iso(status.now),
  };
}

/** What needs someone, as `status --json` gives it. */
export function attentionShape(item: Attention) {
  const runId = 'run' in item ? item.run.id : 'runId' in item ? item.runId : null;
  if (item.kind === 'clock-jump') {
    const { kind, at, from, madeUp, letGo } = item;
    return { kind, jobId: null, job: null, at: iso(at), runId, from: iso(from), madeUp, letGo };
  }
  return { kind: item.kind, jobId: item.jobId, job: item.job, at: iso(item.at), runId };
}
