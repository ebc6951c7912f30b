import type { Job, JobStats, JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import { lastTried, type RecentRun, readRecent } from '#contract/recent.ts';

/** The views of the jobs list. */
export type View = 'all' | 'running' | 'failing' | 'paused';

type Recent = Pick<JobSummary, 'recent'>;
const TRIED = ['success', 'failed', 'timed-out'] as const;
const isTried = ({ status }: RecentRun) => (TRIED as readonly string[]).includes(status);

/** Milliseconds that the last successes took at the median; null without any. */
export const usualMs = ({ usual }: Pick<JobSummary, 'usual'>): number | null => usual?.medianMs ?? null;

/** How many of the last `of` runs that were tried succeeded. */
export function succeeded(trend: JobStats['trend'], of: number): { good: number; all: number } {
  const tried = trend.filter(({ status }) => (TRIED as readonly string[]).includes(status)).slice(-of);
  return { good: tried.filter(({ status }) => status === 'success').length, all: tried.length };
}

/** The latest failure where nothing has succeeded since; null otherwise. */
export function failure(job: Recent): RecentRun | null {
  const known = failures.get(job);
  if (known !== undefined) return known;
  const last = lastTried(job.recent);
  const failed = last && last.status !== 'success' ? last : null;
  failures.set(job, failed);
  return failed;
}
/** Of thousands of jobs few change at a time, and all are asked. */
const failures = new WeakMap<Recent, RecentRun | null>();

/** How many runs in a row have failed. */
export function failuresInRow({ recent }: Recent): number {
  const tried = readRecent(recent).filter(isTried);
  const good = tried.findIndex(({ status }) => status === 'success');
  return good === -1 ? tried.length : good;
}

/** A pause that still holds at `now` (epoch ms). */
export const isPaused = (job: Pick<Job, 'pause'>, now: number): boolean => job.pause !== null && job.pause.until > now;

/** True for a pause without an end. */
export const isForever = (until: number): boolean => until >= FOREVER;

export function inView(job: JobSummary, view: View, now: number): boolean {
  switch (view) {
    case 'all':
      return true;
    case 'running':
      return job.live.length > 0;
    case 'failing':
      return failure(job) !== null;
    case 'paused':
      return isPaused(job, now);
  }
}

/** Every tag with the number of jobs that carry it, by name. */
export function tagCounts(jobs: readonly Pick<Job, 'tags'>[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { tags } of jobs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => byName.compare(a, b));
}
const byName = new Intl.Collator(undefined, { numeric: true });

/** One of the two jobs that every Belfry starts with. */
export const isSample = (job: Pick<Job, 'action' | 'tags'>): boolean =>
  job.action.kind === 'function' && job.action.module === 'samples.mjs' && job.tags.includes('sample');
