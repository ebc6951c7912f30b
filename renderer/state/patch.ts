import type { JobSummary } from '#contract/job.ts';

/** Jobs with `changed` in place of their older selves, new ones at the end, `removed` gone. */
export function patchJobs(
  jobs: readonly JobSummary[],
  changed: ReadonlyMap<number, JobSummary>,
  removed: ReadonlySet<number>,
): JobSummary[] {
  const known = new Set(jobs.map(({ id }) => id));
  const fresh = [...changed.values()].filter(({ id }) => !known.has(id) && !removed.has(id));
  return [...jobs.filter(({ id }) => !removed.has(id)).map((job) => changed.get(job.id) ?? job), ...fresh];
}
