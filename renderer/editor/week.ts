/** What a schedule does in a stretch of time. */
export interface Rhythm {
  /** Due times, epoch ms, ascending, each once. */
  at: readonly number[];
  /** Up to here they are all known, epoch ms. */
  until: number;
}

export interface DayDifference {
  /** Some instant of the day, epoch ms. */
  at: number;
  added: number;
  removed: number;
}

/** What an edit changes between now and `until`. */
export interface Difference {
  /** Runs before and after the edit; `more` where only that many were counted. */
  before: { count: number; more: boolean };
  after: { count: number; more: boolean };
  /** The first due time that only one of them has, epoch ms; null = the same as far as was looked. */
  first: number | null;
  /** By day, each day that has a difference. */
  days: DayDifference[];
}

/**
 * One rhythm out of the due times of several triggers.
 * @param lists each ascending, and cut off after `limit` entries
 * @param until end of what was asked for, epoch ms
 */
export function rhythmOf(lists: readonly (readonly number[])[], limit: number, until: number): Rhythm {
  const ends = lists.filter((list) => list.length >= limit).map((list) => list.at(-1) as number);
  const known = Math.min(until, ...ends);
  const at = [...new Set(lists.flat())].filter((one) => one <= known).sort((a, b) => a - b);
  return { at, until: known };
}

/** Compares two rhythms as far as both are known; `dayKey` is the same for all instants of one day. */
export function differenceOf(before: Rhythm, after: Rhythm, until: number, dayKey: (at: number) => string): Difference {
  const end = Math.min(before.until, after.until);
  const [old, now] = [new Set(before.at), new Set(after.at)];
  const removed = before.at.filter((at) => at <= end && !now.has(at));
  const added = after.at.filter((at) => at <= end && !old.has(at));
  const days = new Map<string, DayDifference>();
  const note = (at: number, what: 'added' | 'removed') => {
    const day = days.get(dayKey(at)) ?? { at, added: 0, removed: 0 };
    day[what]++;
    days.set(dayKey(at), day);
  };
  for (const at of added) note(at, 'added');
  for (const at of removed) note(at, 'removed');
  const count = ({ at, until: known }: Rhythm) => ({ count: at.length, more: known < until });
  const all = [...added, ...removed];
  return {
    before: count(before),
    after: count(after),
    first: all.length === 0 ? null : all.reduce((least, at) => Math.min(least, at)),
    days: [...days.values()].sort((a, b) => a.at - b.at),
  };
}
