import type { Run, RunStatus } from '#contract/run.ts';
import { lateBy } from './format.ts';
import { isLate, lateMs, markOfStatus } from './mark.ts';
import { text } from './text.ts';
import { wallTime } from './wall-time.ts';

type Ending = Pick<Run, 'status' | 'exitCode' | 'signal' | 'reason' | 'error'>;

/** True while a run still changes. */
export const isLive = (run: Pick<Run, 'status'>) => run.status === 'queued' || run.status === 'running';

/** True for ends that need someone. */
export const isFailure = (status: RunStatus) =>
  status === 'failed' || status === 'timed-out' || status === 'interrupted';

/** How long it took, ms; null while it runs or when it never did. */
export function tookMs(run: Pick<Run, 'startedAt' | 'finishedAt'>): number | null {
  return run.startedAt === null || run.finishedAt === null ? null : run.finishedAt - run.startedAt;
}

/** "succeeded", "timed out". */
export const statusWord = (status: RunStatus): string => text.mark[markOfStatus(status)].toLowerCase();

/** Why a run ended as it did, in a few words: "exit 1", "asleep"; nothing for a success. */
export function outcome(run: Ending): string {
  switch (run.status) {
    case 'failed':
      if (run.exitCode !== null && run.exitCode !== 0) return text.exit(run.exitCode);
      return run.signal !== null ? text.signal(run.signal) : (errorLine(run) ?? statusWord(run.status));
    case 'timed-out':
    case 'interrupted':
      return statusWord(run.status);
    case 'cancelled':
    case 'skipped':
    case 'missed':
      return run.reason ? text.reason[run.reason] : statusWord(run.status);
    case 'queued':
    case 'running':
    case 'success':
      return '';
  }
}

const errorLine = ({ error }: Pick<Run, 'error'>): string | null => error?.split('\n', 1)[0] || null;

export type RemarkTone = 'meta' | 'fail' | 'late';

/** What a list says beside a run besides its time. `now` in epoch ms. */
export function runRemark(run: Run, now: number): { text: string; tone: RemarkTone } {
  switch (run.status) {
    case 'failed':
    case 'timed-out':
    case 'interrupted':
      return { text: [outcome(run), attemptOf(run)].filter(Boolean).join(', '), tone: 'fail' };
    case 'missed':
      return { text: withCount(withReason(run), run), tone: 'late' };
    case 'skipped':
      return { text: withCount(withReason(run), run), tone: 'meta' };
    case 'cancelled':
      return { text: withReason(run), tone: 'meta' };
    case 'queued':
      return { text: waitingWords(run), tone: 'meta' };
    case 'running':
    case 'success':
      return began(run, now);
  }
}

/** "3 m late"; null for a run that is not. */
export const latenessOf = (run: Pick<Run, 'dueAt' | 'startedAt' | 'cause'>): string | null =>
  isLate(run) ? lateBy(lateMs(run)) : null;

function began(run: Run, now: number): { text: string; tone: RemarkTone } {
  const late = latenessOf(run);
  if (late !== null) return { text: `${text.due(wallTime.brief(run.dueAt, now))}, ${late}`, tone: 'late' };
  if (run.status === 'running' && run.attempt > 1) return { text: attemptOf(run), tone: 'late' };
  return { text: run.cause === 'by-hand' ? text.cause['by-hand'].toLowerCase() : '', tone: 'meta' };
}

/** What the error says beyond `outcome`, in one line; null where it only repeats the exit code. */
export function errorDetail(run: Ending): string | null {
  const line = errorLine(run);
  if (line === null || line === outcome(run)) return null;
  return line.replace(/^Exit code \d+(?:[.:]\s*|$)/, '') || null;
}

/** "missed, asleep". */
export function withReason({ status, reason }: Pick<Run, 'status' | 'reason'>): string {
  return [statusWord(status), reason && text.reason[reason]].filter(Boolean).join(', ');
}

/** "waiting since 09:10, on battery". */
const waitingWords = ({ dueAt, reason }: Run) =>
  [text.waitingSince(wallTime.clock(dueAt)), reason && text.reason[reason]].filter(Boolean).join(', ');

const withCount = (words: string, run: Run) =>
  run.count > 1 ? `${words} · ${text.times(run.count, wallTime.clock(run.dueUntil))}` : words;
const attemptOf = (run: Run) => (run.attempts > 1 ? text.attempt(run.attempt, run.attempts) : '');
