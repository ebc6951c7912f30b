const KEY = 'belfry.palette.recent';
const KEPT = 100;
const DAY = 86_400_000;
/** What a use just now adds to a score, and after how long (ms) half of it is left. */
const BONUS = 30;
const HALF_LIFE = 3 * DAY;

/** When entries were last chosen, epoch ms by id. A convenience of this window: losing it loses nothing. */
export type Recent = Readonly<Record<string, number>>;

export function readRecent(): Recent {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, at]) => typeof at === 'number'));
  } catch {
    return {};
  }
}

/** Notes that an entry was chosen at `now`; the oldest are forgotten. */
export function remember(recent: Recent, id: string, now: number): Recent {
  const newest = Object.entries({ ...recent, [id]: now }).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(newest.slice(0, KEPT));
}

export function keepRecent(id: string): void {
  localStorage.setItem(KEY, JSON.stringify(remember(readRecent(), id, Date.now())));
}

/** Grows from 0 to 30 the more recently `id` was chosen. */
export function recencyBonus(recent: Recent, id: string, now: number): number {
  const at = recent[id];
  return at === undefined ? 0 : BONUS * 0.5 ** (Math.max(0, now - at) / HALF_LIFE);
}
