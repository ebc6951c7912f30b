import type { Settings } from '#contract/settings.ts';
import { roughly, span } from './format.ts';
import { text } from './text.ts';

const DAY = 86_400_000;

type HourCycle = Settings['hourCycle'];

/** Wall times in one locale and zone, by 12 or 24 hours; absent = the system's. */
export function createWallTime(locale?: string, timeZone?: string, cycle: HourCycle = 'system') {
  const hourCycle = { system: {}, '12': { hour12: true }, '24': { hourCycle: 'h23' } as const }[cycle];
  const format = (options: Intl.DateTimeFormatOptions) => {
    const byHours = options.hour !== undefined || options.timeStyle !== undefined;
    const made = new Intl.DateTimeFormat(locale, { timeZone, ...(byHours && hourCycle), ...options });
    return (at: number) => made.format(at);
  };
  // "02:30" where a day has 24 hours, "2:30 AM" where it has twice twelve.
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric', ...hourCycle }).resolvedOptions();
  const hour = hour12 ? 'numeric' : '2-digit';
  const minutes = format({ hour, minute: '2-digit' });
  const hourMark = hour12 ? format({ hour: 'numeric' }) : minutes;
  const seconds = format({ hour, minute: '2-digit', second: '2-digit' });
  /** "Sat 24 Oct": no comma before a day's number; before a month's name ("Sat, Oct 24") it stays. */
  const dayFirst = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: number) => {
      const parts = made.formatToParts(at);
      return parts
        .map(({ value }, index) => (value === ', ' && parts[index + 1]?.type === 'day' ? ' ' : value))
        .join('');
    };
  };
  const weekday = format({ weekday: 'short' });
  const dayMonth = format({ day: 'numeric', month: 'short' });
  const weekdayDay = dayFirst({ weekday: 'short', day: 'numeric', month: 'short' });
  const shortDay = format({ weekday: 'short', day: 'numeric' });
  const dated = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const full = format({ dateStyle: 'full', timeStyle: 'long' });
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

  /** Days between two instants' calendar days. */
  const dayDistance = (at: number, now: number) =>
    Math.round((Date.parse(key.format(at)) - Date.parse(key.format(now))) / DAY);
  const clock = (at: number) => (at % 60_000 === 0 ? minutes(at) : seconds(at));
  /** Far days need their year. */
  const date = (at: number, now: number) => (Math.abs(at - now) > 300 * DAY ? dated(at) : dayMonth(at));

  return {
    /** Whether a day has twice twelve hours. */
    twelve: hour12 === true,
    minutes,
    /** A full hour in little room: "15:00", "3 PM". */
    hour: hourMark,
    seconds,
    /** Seconds only where they say something: "15:00", "14:57:30". */
    clock,
    /** How instants of one column are written: all with seconds where one of them has some. */
    clockOf: (column: readonly number[]) => (column.some((at) => at % 60_000 !== 0) ? seconds : minutes),
    longDay,
    /** "24 Sep". */
    date: dayMonth,
    /** "Sat 24 Oct". */
    day: weekdayDay,
    /** "Sat 24". */
    weekdayDay: shortDay,
    /** For tooltips: date, time and zone in full. */
    full,
    /** Same for all instants of one calendar day. */
    dayKey: (at: number) => key.format(at),
    /** "today 15:00", "Sat 02:30", "24 Nov 15:00". */
    near(at: number, now: number, written = clock): string {
      const days = dayDistance(at, now);
      if (days === 0) return `${text.today} ${written(at)}`;
      return `${Math.abs(days) < 7 ? weekday(at) : date(at, now)} ${written(at)}`;
    },
    /** As `near`, without the word for today: "07:12", "Sat 02:30". */
    brief(at: number, now: number, written = clock): string {
      return dayDistance(at, now) === 0 ? written(at) : this.near(at, now, written);
    },
    /** Heading of a day in a list: its name, and its date beside it. */
    heading(at: number, now: number): { name: string; date: string } {
      const days = dayDistance(at, now);
      if (days === 0) return { name: text.Today, date: weekdayDay(at) };
      if (days === -1) return { name: text.Yesterday, date: weekdayDay(at) };
      return { name: weekdayDay(at), date: '' };
    },
    /** "2 m 53 s", beyond 30 days the date. */
    countdown(at: number, now: number): string {
      if (at <= now) return now - at < 60_000 ? text.now : text.late(roughly(now - at));
      return span(at - now) ?? date(at, now);
    },
    /** "in 2 d 12 h", beyond 30 days the date alone. */
    inTime(at: number, now: number): string {
      const words = at <= now ? text.now : span(at - now);
      return words === null ? date(at, now) : at <= now ? words : text.in(words);
    },
    /** "7 m ago", beyond 30 days the date. */
    ago(at: number, now: number): string {
      return now - at < 30 * DAY ? text.ago(roughly(now - at)) : date(at, now);
    },
  };
}

/** The computer's own. */
export const SYSTEM_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

type WallTime = ReturnType<typeof createWallTime>;

let cycle: HourCycle = 'system';
/** The computer's locale and zone, and the hours that are set. */
export let wallTime: WallTime = createWallTime();
const places = new Map<string, WallTime>();

/** Writes times by 12 or 24 hours from now on; what was drawn before stays as it is. */
export function setHourCycle(set: HourCycle): void {
  if (set === cycle) return;
  cycle = set;
  wallTime = createWallTime(undefined, undefined, cycle);
  places.clear();
}

/** Wall times of a zone; the computer's where none is named. */
export function wallTimeIn(zone: string | undefined): WallTime {
  if (zone === undefined) return wallTime;
  const made = places.get(zone) ?? createWallTime(undefined, zone, cycle);
  places.set(zone, made);
  return made;
}

/** Midnight that began the day of `now`, epoch ms, in the computer's zone. */
export function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}
