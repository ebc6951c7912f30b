import type { Pause } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import type { Bells } from '#contract/timeline.ts';
import { nextRunAt } from './armed.ts';
import type { Roster } from './roster.ts';

const HOUR = 3_600_000;
/** A full hour nearer than this says too little. */
const AHEAD_MS = HOUR / 2;
const MOST_JOBS = 50;

/** The bells due until the end of the pause, or until a full hour half an hour ahead or more. O(jobs). */
export function bellsAhead(roster: Roster, pause: Pause | null, now: number): Bells {
  const until = pause?.until ?? Math.ceil((now + AHEAD_MS) / HOUR) * HOUR;
  const endless = until >= FOREVER;
  let count = 0;
  const jobs: Bells['jobs'] = [];
  for (const armed of roster.jobs.values()) {
    const at = armed.job.enabled && !armed.job.pause ? nextRunAt(armed) : null;
    if (at === null || at >= until) continue;
    const following = endless ? [] : armed.triggers.flatMap(({ sequence }) => sequence.next(until - 1) ?? []);
    if (!endless) for (const { sequence } of armed.triggers) count += sequence.count(Math.max(now, at - 1), until - 1);
    jobs.push({ jobId: armed.job.id, at, following: following.length > 0 ? Math.min(...following) : null });
  }
  jobs.sort((a, b) => a.at - b.at || a.jobId - b.jobId);
  return { until, count: endless ? null : count, jobs: jobs.slice(0, MOST_JOBS) };
}
