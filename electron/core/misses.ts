import { type Band, isLetGo, type PastBand, SOON_MS } from '#contract/band.ts';
import type { ArmedJob } from './armed.ts';
import type { Miss } from './ports.ts';
import type { Roster } from './roster.ts';

/** Those of the jobs that ring hourly or oftener, by their schedules around what was missed. */
export function frequentJobs(misses: readonly Miss[], roster: Pick<Roster, 'jobs'>): Set<number> {
  const seen = new Map<number, boolean>();
  for (const { jobId, dueAt } of misses) {
    const armed = roster.jobs.get(jobId);
    if (!seen.has(jobId)) seen.set(jobId, armed !== undefined && ringsOften(armed, dueAt));
  }
  return new Set([...seen].flatMap(([jobId, frequent]) => (frequent ? jobId : [])));
}

/** Whether the bell due at `at` is one of at least three in a row, none more than an hour after the one before. */
function ringsOften({ triggers }: ArmedJob, at: number): boolean {
  return triggers.some(({ schedule }) => {
    if (schedule.next(at - 1) !== at) return false;
    const [before, after] = [schedule.previous(at - 1), schedule.next(at)];
    const around = [
      ...[before === null ? null : schedule.previous(before - 1), before, at],
      ...[after, after === null ? null : schedule.next(after)],
    ];
    const soon = around.slice(1).map((bell, index) => isSoon(around[index] ?? null, bell));
    return soon.some((one, index) => one && soon[index + 1] === true);
  });
}

const isSoon = (first: number | null, second: number | null) =>
  first !== null && second !== null && second - first <= SOON_MS;

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
