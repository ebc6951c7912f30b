import type { RunStatus } from './run.ts';

/** A run that has ended, as far as a row of small bars tells of it. */
export interface RecentRun {
  id: number;
  status: RunStatus;
  /** From its start to its end; null = it never started. */
  ms: number | null;
}

/** Reads a job's `recent`. */
export function readRecent(text: string): RecentRun[] {
  return [...text.matchAll(RUN)].map(recentRun);
}

/** The newest that succeeded or failed, found without reading the rest. */
export function lastTried(text: string): RecentRun | null {
  const found = TRIED.exec(text);
  return found && recentRun(found);
}

const RUN = /([a-z-]+)\.(\d+)\.(\d*)/g;
const TRIED = /(?<![a-z-])(success|failed|timed-out)\.(\d+)\.(\d*)/;

const recentRun = ([, status, id, ms]: RegExpMatchArray | RegExpExecArray): RecentRun => ({
  ...{ id: Number(id), status: status as RunStatus },
  ms: ms === '' ? null : Number(ms),
});
