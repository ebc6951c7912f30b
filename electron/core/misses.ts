import type { Band, PastBand } from '#contract/band.ts';
import { isFrequent } from './ahead.ts';
import type { Miss } from './ports.ts';
import type { Roster } from './roster.ts';

/** Of jobs that ring at least this often (ms) nothing is missed: soon enough they ring again. */
const SOON_MS = 3_600_000;

/** Those of the jobs that ring hourly or oftener, by their schedules around what was missed. */
export function frequentJobs(misses: readonly Miss[], roster: Pick<Roster, 'jobs'>): Set<number> {
  const seen = new Map<number, boolean>();
  for (const { jobId, dueAt } of misses) {
    const armed = roster.jobs.get(jobId);
    if (!seen.has(jobId)) seen.set(jobId, armed !== undefined && isFrequent(armed, dueAt, SOON_MS));
  }
  return new Set([...seen].flatMap(([jobId, frequent]) => (frequent ? jobId : [])));
}

/** A row for many says by itself how far apart they were; schedules change. */
function isLetGo({ jobId, dueAt, dueUntil, count }: Miss, frequent: ReadonlySet<number>): boolean {
  return frequent.has(jobId) || (count > 1 && dueUntil - dueAt <= (count - 1) * SOON_MS);
}

/** How many occurrences count as missed. */
export function missedOf(misses: readonly Miss[], frequent: ReadonlySet<number>): number {
  return misses.reduce((sum, miss) => sum + (isLetGo(miss, frequent) ? 0 : miss.count), 0);
}

/** Bands with what they kept from ringing: each row counts for the newest band that holds its first due instant. */
export function countMisses(bands: readonly Band[], misses: readonly Miss[], frequent: ReadonlySet<number>): PastBand[] {
  const counted = bands.map((band) => ({ ...band, missed: 0, letGo: 0 }));
  for (const miss of misses) {
    const band = counted.findLast(({ from, to }) => miss.dueAt >= from && miss.dueAt < to);
    if (band) band[isLetGo(miss, frequent) ? 'letGo' : 'missed'] += miss.count;
  }
  return counted;
}
