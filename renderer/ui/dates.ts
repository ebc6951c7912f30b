import { lateBy, span } from './format.ts';
import { text } from './text.ts';
import { createWallTime, wallTime as system } from './wall-time.ts';

export { bytes, duration, elapsed } from './format.ts';

/** Wall times are the computer's unless a zone is named. */
const places = new Map<string, ReturnType<typeof createWallTime>>();
function place({ zone }: { zone?: string | undefined } = {}) {
  if (zone === undefined) return system;
  let made = places.get(zone);
  if (!made) {
    made = createWallTime(undefined, zone);
    places.set(zone, made);
  }
  return made;
}

/** "15:00", with seconds where they say something or are asked for. */
export function clock(at: number, where: { zone?: string | undefined } = {}, seconds = false): string {
  return seconds ? place(where).seconds(at) : place(where).clock(at);
}

/** "Sat 24 Oct"; far days are as near as their year is not asked for. */
export const date = (at: number, _now: number, where: { zone?: string | undefined } = {}): string =>
  place(where).day(at);
export const dayKey = (at: number): string => system.dayKey(at);
export const fullTime = (at: number): string => system.full(at);
export const longDay = (at: number): string => system.longDay(at);
export const past = (at: number, now: number): string => system.ago(at, now);
export const wallTime = (at: number, now: number): string => system.near(at, now);
export const countdown = (at: number, now: number): string => system.countdown(at, now);
export const late = (ms: number): string => lateBy(ms, 0) ?? text.late(span(ms) ?? '');

/** "1 run", "4,218 runs". */
export function plural(n: number, one: string): string {
  return `${new Intl.NumberFormat().format(n)} ${n === 1 ? one : `${one}s`}`;
}
