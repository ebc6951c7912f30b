import { LATE_AFTER_MS } from '#contract/limits.ts';
import type { Run, RunStatus } from '#contract/run.ts';

/** The shapes a status can have. */
export type Mark =
  | 'waiting'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'late'
  | 'missed'
  | 'skipped'
  | 'stopped'
  | 'paused'
  | 'heads-up';

let lateAfterMs = LATE_AFTER_MS;

/** From so much after its time (ms) on a run is late everywhere, as the settings say; what is shown must be drawn anew. */
export const setLateAfter = (ms: number): void => {
  lateAfterMs = ms;
};

export function markOfStatus(status: RunStatus): Mark {
  switch (status) {
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'success':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'timed-out':
      return 'timed-out';
    case 'cancelled':
      return 'stopped';
    case 'interrupted':
      return 'heads-up';
    case 'skipped':
      return 'skipped';
    case 'missed':
      return 'missed';
  }
}

/** A run that went well but began late is marked so. */
export function markOf(run: Pick<Run, 'status' | 'dueAt' | 'startedAt' | 'cause'>): Mark {
  if (run.status === 'success' && isLate(run)) return 'late';
  return markOfStatus(run.status);
}

/** Milliseconds from due to start; 0 by hand and for what has not started. */
export function lateMs(run: Pick<Run, 'dueAt' | 'startedAt' | 'cause'>): number {
  return run.cause === 'by-hand' || run.startedAt === null ? 0 : Math.max(0, run.startedAt - run.dueAt);
}

export const isLate = (run: Pick<Run, 'dueAt' | 'startedAt' | 'cause'>): boolean => lateMs(run) >= lateAfterMs;

/** The colour token of a mark. */
export function tone(mark: Mark): 'ok' | 'fail' | 'run' | 'late' | 'idle' {
  switch (mark) {
    case 'succeeded':
      return 'ok';
    case 'failed':
    case 'timed-out':
      return 'fail';
    case 'running':
      return 'run';
    case 'late':
    case 'missed':
    case 'heads-up':
      return 'late';
    case 'waiting':
    case 'skipped':
    case 'stopped':
    case 'paused':
      return 'idle';
  }
}

/**
 * The instant to show for a run: to the minute where its schedule is, else to the second. Epoch ms.
 * A start is never exactly on time, and its milliseconds are no one's concern.
 */
export function shownAt(run: Pick<Run, 'dueAt' | 'startedAt' | 'cause'>): number {
  const at = run.startedAt ?? run.dueAt;
  const step = run.dueAt % 60_000 === 0 || run.cause === 'by-hand' ? 60_000 : 1000;
  return Math.floor(at / step) * step;
}
