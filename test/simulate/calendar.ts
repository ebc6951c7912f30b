import type { DaylightSaving } from '#contract/policy.ts';
import type { IntervalUnit } from '#contract/trigger.ts';

/** A time field of a cron expression: how it is written, and what it means. */
export interface Field {
  text: string;
  values: number[];
}

/** A day field, written in one of the ways of the grammar. */
export interface Days {
  text: string;
  kind: 'any' | 'list' | 'last' | 'last-weekday' | 'nearest' | 'nth' | 'last-of';
  /** Days or weekdays; for `last` how many before it, for `nth` weekday and number. */
  values: number[];
}

/** A trigger as plain data; its meaning is worked out here, by arithmetic that shares nothing with the product. */
export type Plain =
  | { kind: 'cron'; second: Field; minute: Field; hour: Field; day: Days; weekday: Days }
  | { kind: 'interval'; every: number; unit: IntervalUnit; anchor: number }
  | { kind: 'once'; at: number };

const SECOND = 1_000;
const DAY = 86_400_000;
/** Offsets of the zones used change on quarters of an hour only. */
const QUARTER = 900_000;
const REAL = { second: SECOND, minute: 60 * SECOND, hour: 3_600 * SECOND };

/** A calendar day. `weekday` 0 = Sunday. */
interface Date_ {
  year: number;
  month: number;
  day: number;
  weekday: number;
  length: number;
}

const days = new Map<number, Date_>();
function dateOf(number: number): Date_ {
  let found = days.get(number);
  if (!found) {
    const date = new Date(number * DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    found = { year, month: month + 1, day: date.getUTCDate(), weekday: date.getUTCDay(), length };
    days.set(number, found);
  }
  return found;
}

function hasDay({ kind, values }: Days, { year, month, day, weekday, length }: Date_): boolean {
  const weekdayOf = (other: number) => new Date(Date.UTC(year, month - 1, other)).getUTCDay();
  const [first = 0, second = 0] = values;
  switch (kind) {
    case 'any':
      return true;
    case 'list':
      return values.includes(day);
    case 'last':
      return day === length - first;
    case 'last-weekday': {
      let last = length;
      while (weekdayOf(last) % 6 === 0) last--;
      return day === last;
    }
    case 'nearest': {
      if (first > length) return false;
      if (weekdayOf(first) === 6) return day === (first > 1 ? first - 1 : first + 2);
      if (weekdayOf(first) === 0) return day === (first < length ? first + 1 : first - 2);
      return day === first;
    }
    case 'nth':
      return weekday === first && Math.ceil(day / 7) === second;
    case 'last-of':
      return weekday === first && day + 7 > length;
  }
}

const hasWeekday = (field: Days, date: Date_) =>
  field.kind === 'list' ? field.values.includes(date.weekday) : hasDay(field, date);

/** What a trigger asks of a wall time, second by second. */
interface Clockwork {
  onDay: (day: number) => boolean;
  /** By second of the day. */
  at: Uint8Array;
  /** Rings on with real time through a change of clocks. */
  rhythm: boolean;
}

function clockwork(trigger: Extract<Plain, { kind: 'cron' }>): Clockwork {
  const { second, minute, hour, day, weekday } = trigger;
  const either = day.kind !== 'any' && weekday.kind !== 'any';
  const onDay = (number: number) => {
    const date = dateOf(number);
    const both = [hasDay(day, date), hasWeekday(weekday, date)];
    return either ? both.some(Boolean) : both.every(Boolean);
  };
  const at = Uint8Array.from({ length: 86_400 }, (_, sod) =>
    Number(
      second.values.includes(sod % 60) &&
        minute.values.includes(Math.floor(sod / 60) % 60) &&
        hour.values.includes(Math.floor(sod / 3600)),
    ),
  );
  return { onDay, at, rhythm: [second, minute, hour].some(({ text }) => /[*/-]/.test(text)) };
}

/** Every N days, weeks, months or years at the wall time of the anchor, which lies `wall` ms "as if UTC". */
function everyDays({ every, unit }: Extract<Plain, { kind: 'interval' }>, wall: number): Clockwork {
  const first = Math.floor(wall / DAY);
  const start = dateOf(first);
  const onDay = (number: number) => {
    if (unit === 'day' || unit === 'week') return (number - first) % (every * (unit === 'week' ? 7 : 1)) === 0;
    const date = dateOf(number);
    const months = (date.year - start.year) * 12 + date.month - start.month;
    return months % (every * (unit === 'year' ? 12 : 1)) === 0 && date.day === Math.min(start.day, date.length);
  };
  const at = new Uint8Array(86_400);
  at[(wall - first * DAY) / SECOND] = 1;
  return { onDay, at, rhythm: false };
}

/** Every occurrence in (from, to], whole seconds, by asking each second whether it is one. Epoch ms. */
export function occurrences(trigger: Plain, zone: string, dst: DaylightSaving, from: number, to: number): number[] {
  const found: number[] = [];
  if (trigger.kind === 'once') return trigger.at > from && trigger.at <= to ? [trigger.at] : [];
  const since = trigger.kind === 'interval' ? trigger.anchor : Number.NEGATIVE_INFINITY;
  if (trigger.kind === 'interval' && trigger.unit in REAL) {
    const step = trigger.every * REAL[trigger.unit as keyof typeof REAL];
    for (let at = from + SECOND; at <= to; at += SECOND) if (at >= since && (at - since) % step === 0) found.push(at);
    return found;
  }
  const offset = offsetOf(zone);
  const wheels = trigger.kind === 'cron' ? clockwork(trigger) : everyDays(trigger, since + offset(since));
  for (let quarter = Math.floor(from / QUARTER) * QUARTER; quarter <= to; quarter += QUARTER) {
    const [before, shift] = [offset(quarter - 1), offset(quarter)];
    if (shift > before && ringsAfter(wheels, quarter, before, shift, dst) && quarter > from && quarter >= since)
      found.push(quarter);
    const again = repeats(offset, quarter);
    for (let at = Math.max(quarter, from + SECOND); at < quarter + QUARTER && at <= to; at += SECOND) {
      if (at < since || !matches(wheels, at + shift)) continue;
      const twice = dst.repeat === 'both' || (dst.repeat === 'auto' && wheels.rhythm);
      // Nothing rings before the anchor, so that the second of two may be its first.
      if (twice || !again || again(at) < since) found.push(at);
    }
  }
  return found;
}

function matches({ onDay, at }: Clockwork, wall: number): boolean {
  const day = Math.floor(wall / DAY);
  return at[(wall - day * DAY) / SECOND] === 1 && onDay(day);
}

/** Whether clocks that go forward at `change` pass over a time that then rings at once. */
function ringsAfter(wheels: Clockwork, change: number, before: number, now: number, dst: DaylightSaving): boolean {
  if (dst.gap === 'skip') return false;
  const any = (from: number, to: number) => {
    for (let wall = from; wall < to; wall += SECOND) if (matches(wheels, wall)) return true;
    return false;
  };
  if (!any(change + before, change + now)) return false;
  return !any(change + now, wheels.rhythm ? change + now + (now - before) : change + now + SECOND);
}

/** When the wall times of a quarter were shown before, if clocks went back within the last two hours. */
function repeats(offset: (at: number) => number, quarter: number): ((at: number) => number) | null {
  for (let back = QUARTER; back <= 8 * QUARTER; back += QUARTER) {
    const ago = quarter - back;
    if (offset(ago) + ago === offset(quarter) + quarter) return (at) => at - back;
  }
  return null;
}

const readers = new Map<string, (at: number) => number>();

/** Wall time minus UTC in ms, as the runtime's formatter shows it; kept by quarter of an hour. */
function offsetOf(timeZone: string): (at: number) => number {
  const known = readers.get(timeZone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric },
  });
  const kept = new Map<number, number>();
  const reader = (at: number) => {
    const quarter = Math.floor(at / QUARTER);
    let shift = kept.get(quarter);
    if (shift === undefined) {
      const start = quarter * QUARTER;
      const part = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
      shift = Date.UTC(year, month - 1, day, hour, minute) - start;
      kept.set(quarter, shift);
    }
    return shift;
  };
  readers.set(timeZone, reader);
  return reader;
}
