import { type Band, isLetGo, type PastBand, SOON_MS } from '#contract/band.ts';
import { isFrequent } from './ahead.ts';
import type { Miss } from './ports.ts';
import type { Roster } from './roster.ts';

/** Those of the jobs that ring hourly or oftener, by their schedules around what was missed. */
export function frequentJobs(misses: readonly Miss[], roster: Pick<Roster, 'jobs'>): Set<number> {
  const seen = new Map<number, boolean>();
  for (const { jobId, dueAt } of misses) {
    const armed = roster.jobs.get(jobId);
    if (!seen.has(jobId)) seen.set(jobId, armed !== undefined && isFrequent(armed, dueAt, SOON_MS));
  }
  return new Set([...seen].flatMap(([jobId, frequent]) => (frequent ? jobId : [])));
}

/** How many occurrences count as missed. */
export function missedOf(misses: readonly Miss[], frequent: ReadonlySet<number>): number {
  return misses.reduce((sum, miss) => sum + (isLetGo(miss, frequent) ? 0 : miss.count), 0);
}

/** Bands with what they kept from ringing: each row counts for the newest band that holds its first due instant. */
export function countMisses(
  bands: readonly Band[],
  misses: readonly Miss[],
  frequent: ReadonlySet<number>,
): PastBand[] {
  const counted = bands.map((band) => ({ ...band, missed: 0, letGo: 0 }));
  for (const miss of misses) {
    const band = counted.findLast(({ from, to }) => miss.dueAt >= from && miss.dueAt < to);
    if (band) band[isLetGo(miss, frequent) ? 'letGo' : 'missed'] += miss.count;
  }
  return counted;
}
