import type { JobSummary } from '#contract/job.ts';
import type { Bells } from '#contract/timeline.ts';

export type Bell = JobSummary & { nextRunAt: number };

/**
 * The `count` jobs that ring soonest; those paused by themselves do not. Of two that ring at once, the one that rings
 * again later comes first: its bell is the rarer.
 */
export function comingBells(jobs: readonly JobSummary[], bells: Bells | undefined, count: number): Bell[] {
  const again = new Map(bells?.jobs.map(({ jobId, following }) => [jobId, following ?? Number.POSITIVE_INFINITY]));
  const rarity = (job: Bell) => again.get(job.id) ?? 0;
  const sooner = (a: Bell, b: Bell) =>
    a.nextRunAt - b.nextRunAt || compare(rarity(b), rarity(a)) || a.name.localeCompare(b.name);
  const found: Bell[] = [];
  for (const job of jobs) {
    if (!job.enabled || job.pause !== null || job.nextRunAt === null) continue;
    const bell = job as Bell;
    const last = found.at(-1);
    if (found.length === count && last && sooner(bell, last) >= 0) continue;
    found.push(bell);
    found.sort(sooner);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Infinite minus infinite is no number. */
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
