import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DaylightSaving } from '#contract/policy.ts';
import { type Cron, parseCron } from '#core/cron.ts';
import { sequenceOf } from '#core/occurrences.ts';

const DAY = 86_400_000;
/** Far enough for the day Samoa left out. */
const AROUND = 26 * 3_600_000;

/** Wall time minus UTC, ms, by the runtime's own formatter. */
function offsetReader(zone: string): (at: number) => number {
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  };
}

/** The first second with a new offset, of each change in a year. */
function changes(offset: (at: number) => number, year: number): number[] {
  const found: number[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    if (offset(day) === offset(day + DAY)) continue;
    let [low, high] = [day / 1000, (day + DAY) / 1000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle * 1000) === offset(day)) low = middle;
      else high = middle;
    }
    found.push(high * 1000);
  }
  return found;
}

function matches(cron: Cron, wall: number): boolean {
  const date = new Date(wall);
  if (!cron.minutes.includes(date.getUTCMinutes()) || !cron.hours.includes(date.getUTCHours())) return false;
  if (!cron.seconds.includes(date.getUTCSeconds()) || !(cron.months & (1 << (date.getUTCMonth() + 1)))) return false;
  const byMonth = (cron.daysOfMonth & (1 << date.getUTCDate())) !== 0;
  const byWeek = (cron.weekdays & (1 << date.getUTCDay())) !== 0;
  if (cron.anyDayOfMonth || cron.anyWeekday) return (cron.anyDayOfMonth || byMonth) && (cron.anyWeekday || byWeek);
  return byMonth || byWeek;
}

/** The rules of the user guide, asked second by second around one change from offset `before` to `now`. */
function oracle(cron: Cron, change: number, before: number, now: number, dst: DaylightSaving): number[] {
  const twice = dst.repeat === 'both' || (dst.repeat === 'auto' && cron.rhythm);
  const any = (from: number, to: number) => {
    for (let wall = from; wall < to; wall += 1000) if (matches(cron, wall)) return true;
    return false;
  };
  const found: number[] = [];
  for (let at = change - AROUND; at <= change + AROUND; at += 1000) {
    const wall = at + (at < change ? before : now);
    const repeated = at >= change && wall < change + before;
    const swallowed = at === change && dst.gap === 'after' && any(change + before, change + now);
    // A rhythm that rings soon after the gap anyway has lost nothing; ringing at its edge would break its step.
    const soon = () => (cron.rhythm ? any(change + now, change + now + (now - before)) : matches(cron, wall));
    if ((matches(cron, wall) && (twice || !repeated)) || (swallowed && !soon())) found.push(at);
  }
  return found;
}

const zones = fc.constantFrom(
  ...['Europe/Paris', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/Havana', 'America/Santiago'],
  ...['America/Sao_Paulo', 'America/St_Johns', 'Australia/Lord_Howe', 'Australia/Adelaide', 'Pacific/Apia'],
  ...['Pacific/Chatham', 'Africa/Casablanca', 'Africa/Cairo', 'Asia/Tehran', 'Asia/Beirut', 'Asia/Pyongyang'],
  ...['America/Caracas', 'Antarctica/Troll', 'Asia/Gaza', 'America/Scoresbysund', 'Pacific/Kwajalein', 'Asia/Dhaka'],
);
const few = (max: number) => fc.array(fc.nat({ max }), { minLength: 1, maxLength: 3 }).map((list) => list.join(','));
const expressions = fc
  .tuple(
    fc.oneof(fc.constantFrom('0', '0', '*/20', '7-9'), few(59)),
    fc.oneof(fc.constantFrom('*', '*/7', '5-20/5', '50-10'), few(59)),
    fc.oneof(fc.constantFrom('*', '*/2', '0-3', '22-2', '2-4', '1,2,3'), few(23)),
    fc.constantFrom('*', '*', '25-5', '*/2'),
    fc.constantFrom('*', '*', 'SUN', 'FRI-MON'),
  )
  .map(([second, minute, hour, day, weekday]) => [second, minute, hour, day, '*', weekday].join(' '));
const settings = fc.record({
  gap: fc.constantFrom('after' as const, 'skip' as const),
  repeat: fc.constantFrom('auto' as const, 'once' as const, 'both' as const),
});

describe('around a change of clocks', () => {
  it('rings exactly when an oracle that asks every second says', { timeout: 60_000 }, () => {
    let seen = 0;
    fc.assert(
      fc.property(expressions, zones, fc.integer({ min: 1975, max: 2036 }), settings, (expression, zone, year, dst) => {
        const offset = offsetReader(zone);
        const all = changes(offset, year);
        for (const change of all) {
          const [before, now] = [offset(change - 1000), offset(change)];
          const alone = !all.some((other) => other !== change && Math.abs(other - change) < 3 * AROUND);
          if (!alone) continue;
          seen++;
          const sequence = sequenceOf({ kind: 'cron', expression }, zone, dst);
          const found: number[] = [];
          let at = sequence.next(change - AROUND - 1);
          for (; at !== null && at <= change + AROUND; at = sequence.next(at)) found.push(at);
          const wanted = oracle(parseCron(expression), change, before, now, dst);
          const iso = (list: number[]) => list.map((instant) => new Date(instant).toISOString());
          expect(iso(found)).toEqual(iso(wanted));
          expect(sequence.count(change - AROUND - 1, change + AROUND)).toBe(wanted.length);
          expect(sequence.previous(change + AROUND)).toBeGreaterThanOrEqual(wanted.at(-1) ?? 0);
        }
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});
