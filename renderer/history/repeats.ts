import type { Run } from '#contract/run.ts';
import { markOf } from '../ui/mark.ts';
import { isLive, outcome } from '../ui/run-words.ts';

/** One row stands for at most so many, so that a job of every second does not swallow its whole day before a row is seen. */
const MOST = 200;

interface Placed {
  kind: string;
}
type OfRun = Placed & { kind: 'run'; run: Run };
export type Group<E extends Placed> = E[];

const isRun = (entry: Placed): entry is OfRun => entry.kind === 'run';

/** Runs that ended alike say nothing new. */
const resultOf = (run: Run) => [markOf(run), outcome(run), run.cause, run.attempt > 1].join('|');

/**
 * Entries of a day, newest first, each alone or with later ones like it: consecutive runs of one job, whatever other jobs
 * did between them. A band ends all of them.
 */
export function gather<E extends Placed>(
  entries: readonly E[],
  { collapse, apart }: { collapse: boolean; apart: ReadonlySet<number> },
): Group<E>[] {
  const groups: Group<E>[] = [];
  const newest = new Map<number, { result: string; group: Group<E> }>();
  for (const entry of entries) {
    const group = [entry];
    if (!isRun(entry)) {
      if (entry.kind === 'band') newest.clear();
      groups.push(group);
      continue;
    }
    const { run } = entry;
    const joins = collapse && !isLive(run) && run.count === 1 && !apart.has(run.id);
    const result = joins ? resultOf(run) : '';
    const before = newest.get(run.jobId);
    if (joins && before?.result === result && before.group.length < MOST) before.group.push(entry);
    else {
      groups.push(group);
      newest.set(run.jobId, { result, group });
    }
  }
  return groups;
}
