import type { Run, RunReason, RunStatus } from '#contract/run.ts';
import { clock, late, plural, wallTime } from './dates.ts';
import type { GlyphName } from './Glyph.tsx';

/** Later than this is late; the scheduling rules' default grace, ms. */
const LATE_AFTER_MS = 60_000;

export const STATUS_WORDS: Record<RunStatus, string> = {
  queued: 'waiting',
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed out',
  cancelled: 'stopped',
  interrupted: 'interrupted',
  skipped: 'skipped',
  missed: 'missed',
};

export const REASON_WORDS: Record<RunReason, string> = {
  paused: 'while paused',
  overlap: 'previous run not ended',
  'queue-full': 'enough were waiting',
  replaced: 'replaced by a newer one',
  'skip-next': 'by hand',
  'not-running': 'Belfry was not running',
  asleep: 'while asleep',
  'held-up': 'Belfry was held up',
  'scheduler-off': 'the scheduler was off',
  shutdown: 'Belfry quit',
  'on-battery': 'on battery',
  offline: 'no network',
  'in-use': 'the computer was in use',
  'quiet-hours': 'quiet hours',
};

const GLYPHS: Record<RunStatus, GlyphName> = {
  queued: 'waiting',
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed-out',
  cancelled: 'stopped',
  interrupted: 'heads-up',
  skipped: 'skipped',
  missed: 'missed',
};

export const isLive = (run: Pick<Run, 'status'>) => run.status === 'queued' || run.status === 'running';
export const isFailure = (status: RunStatus) =>
  status === 'failed' || status === 'timed-out' || status === 'interrupted';

/** Ms that a run began after it was due; 0 below the grace and for runs by hand. */
export function lateBy(run: Run): number {
  if (run.startedAt === null || run.cause === 'by-hand') return 0;
  const ms = run.startedAt - run.dueAt;
  return ms >= LATE_AFTER_MS ? ms : 0;
}

/** Shape and text name of a run's result. */
export function runGlyph(run: Run): { name: GlyphName; label: string } {
  const label = STATUS_WORDS[run.status];
  if (run.status === 'success' && lateBy(run) > 0) return { name: 'late', label: 'succeeded, late' };
  return { name: GLYPHS[run.status], label };
}

/** How long it took, ms; null while it runs or when it never did. */
export function tookMs(run: Pick<Run, 'startedAt' | 'finishedAt'>): number | null {
  return run.startedAt === null || run.finishedAt === null ? null : run.finishedAt - run.startedAt;
}

/** The moment a run is listed under, epoch ms. */
export const shownAt = (run: Run) => run.startedAt ?? run.dueUntil;

export type Tone = 'plain' | 'fail' | 'late';

/** What a list says beside a run besides its time. */
export function runRemark(run: Run, now: number): { text: string; tone: Tone } {
  switch (run.status) {
    case 'failed':
    case 'timed-out':
    case 'interrupted':
      return { text: [failure(run), attemptOf(run)].filter(Boolean).join(', '), tone: 'fail' };
    case 'missed':
      return { text: withCount(`missed${reason(run)}`, run), tone: 'late' };
    case 'skipped':
      return { text: withCount(`skipped${reason(run)}`, run), tone: 'plain' };
    case 'cancelled':
      return { text: `stopped${reason(run)}`, tone: 'plain' };
    case 'queued':
      return { text: `waiting since ${clock(run.dueAt)}`, tone: 'plain' };
    case 'running':
    case 'success':
      return began(run, now);
  }
}

function began(run: Run, now: number): { text: string; tone: Tone } {
  const behind = lateBy(run);
  if (behind > 0)
    return { text: `due ${wallTime(run.dueAt, now).replace('today ', '')}, ${late(behind)}`, tone: 'late' };
  if (run.status === 'running' && run.attempt > 1) return { text: attemptOf(run), tone: 'late' };
  return { text: run.cause === 'by-hand' ? 'by hand' : '', tone: 'plain' };
}

const reason = (run: Run) => (run.reason ? `, ${REASON_WORDS[run.reason]}` : '');
const withCount = (text: string, run: Run) =>
  run.count > 1 ? `${text} · ${plural(run.count, 'time')} until ${clock(run.dueUntil)}` : text;
const attemptOf = (run: Run) => (run.attempts > 1 ? `attempt ${run.attempt} of ${run.attempts}` : '');

/** "exit 1", "timed out", or the error's first line. */
export function failure(run: Pick<Run, 'status' | 'exitCode' | 'signal' | 'error'>): string {
  if (run.status === 'timed-out') return 'timed out';
  if (run.status === 'interrupted') return 'interrupted';
  if (run.exitCode !== null && run.exitCode !== 0) return `exit ${run.exitCode}`;
  if (run.signal !== null) return `ended by ${run.signal}`;
  return run.error?.split('\n', 1)[0] || 'failed';
}

/** Median duration in ms of ended successes; null without history. */
export function usualMs(recent: readonly Pick<Run, 'status' | 'startedAt' | 'finishedAt'>[]): number | null {
  const took = recent.flatMap((run) => (run.status === 'success' ? (tookMs(run) ?? []) : [])).sort((a, b) => a - b);
  return took[Math.floor(took.length / 2)] ?? null;
}
