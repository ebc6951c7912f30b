import { isTimeZone } from '#contract/time.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { instantOf } from '#core/civil-time.ts';
import { fieldText, span, unique } from './fields.ts';
import { refuse } from './findings.ts';
import { cron } from './instants.ts';

/** An OnCalendar= expression as triggers, and the zone it names; null = the computer's. */
export interface OnCalendar {
  specs: TimedSpec[];
  zone: string | null;
}

const SHORTHANDS: Record<string, string> = {
  minutely: '*-*-* *:*:00',
  hourly: '*-*-* *:00:00',
  daily: '*-*-* 00:00:00',
  weekly: 'Mon *-*-* 00:00:00',
  monthly: '*-*-01 00:00:00',
  quarterly: '*-01,04,07,10-01 00:00:00',
  semiannually: '*-01,07-01 00:00:00',
  yearly: '*-01-01 00:00:00',
  annually: '*-01-01 00:00:00',
  'semi-annually': '*-01,07-01 00:00:00',
  'bi-annually': '*-01,07-01 00:00:00',
  biannually: '*-01,07-01 00:00:00',
  anually: '*-01-01 00:00:00',
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Reads the grammar of systemd.time(7). @throws BelfryError where it is not understood or cron cannot say it */
export function readOnCalendar(text: string, here: string): OnCalendar {
  const words = text.trim().split(/\s+/);
  const zone = words.length > 1 ? zoneOf(words.at(-1) as string) : null;
  if (zone !== null) words.pop();
  const shorthand = words.length === 1 ? SHORTHANDS[(words[0] as string).toLowerCase()] : undefined;
  const parts = shorthand?.split(' ') ?? words;
  const epoch = /^@(\d{1,12})$/.exec(parts.join(' '));
  if (epoch) return { specs: [{ kind: 'once', at: Number(epoch[1]) * 1000 }], zone };
  const weekdays = /^[a-z]/i.test(parts[0] ?? '') ? readWeekdays(parts.shift() as string, text) : null;
  const date = /[-~]/.test(parts[0] ?? '') ? readDate(parts.shift() as string, text) : EVERY_DAY;
  const time = readTime(parts.shift() ?? '00:00:00', text);
  if (parts.length > 0) throw unclear(text);
  return { specs: specsOf(weekdays, date, time, zone ?? here, text), zone };
}

function zoneOf(word: string): string | null {
  if (/^(UTC|[A-Za-z]+\/[\w+/-]+|[A-Z]{3,5})$/.test(word) && isTimeZone(word)) return word === 'UTC' ? 'UTC' : word;
  return null;
}

const unclear = (text: string) => refuse(`OnCalendar=${text.slice(0, 80)} is not understood.`);

interface CalendarDate {
  /** null = every year. */
  years: number[] | null;
  months: number[] | null;
  days: number[] | null;
  /** Counted from the end of the month, 1 = the last. */
  lastDays: number[] | null;
}

interface Time {
  hours: number[];
  minutes: number[];
  seconds: number[];
}

const EVERY_DAY: CalendarDate = { years: null, months: null, days: null, lastDays: null };

function readWeekdays(word: string, text: string): number[] {
  const day = (name: string) => {
    const index = DAYS.findIndex((one) => one === name.toLowerCase() || one.slice(0, 3) === name.toLowerCase());
    if (index < 0) throw unclear(text);
    return index;
  };
  const values = word.split(',').flatMap((item) => {
    const [first = '', last] = item.split(/\.\.|-/);
    if (last === undefined) return [day(first)];
    // Monday is the first day of systemd's week.
    const [from, to] = [(day(first) + 6) % 7, (day(last) + 6) % 7];
    if (to < from) throw unclear(text);
    return span(from, to).map((value) => (value + 1) % 7);
  });
  return unique(values);
}

function readDate(word: string, text: string): CalendarDate {
  const match = /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(word);
  if (!match) throw unclear(text);
  const [, year = '*', month = '', mark, day = ''] = match;
  const days = readList(day, 1, 31, text, mark === '~');
  if (mark === '~' && days === null) throw unclear(text);
  return {
    years: readList(year, 1970, 2199, text),
    months: readList(month, 1, 12, text),
    days: mark === '~' ? null : days,
    lastDays: mark === '~' ? days : null,
  };
}

function readTime(word: string, text: string): Time {
  const [hour = '', minute, second = '0', ...more] = word.split(':');
  if (minute === undefined || more.length > 0) throw unclear(text);
  if (/\./.test(second.replace(/\.\./g, ''))) throw refuse(`OnCalendar=${text} rings at parts of a second.`);
  return {
    hours: readList(hour, 0, 23, text) ?? span(0, 23),
    minutes: readList(minute, 0, 59, text) ?? span(0, 59),
    seconds: readList(second, 0, 59, text) ?? span(0, 59),
  };
}

/** `1,3..5,10/2`; null for a star. A step counts down where days are counted from the end. */
function readList(field: string, min: number, max: number, text: string, fromEnd = false): number[] | null {
  if (field === '*') return null;
  const values = field.split(',').flatMap((item) => {
    const match = /^(\d{1,4})(?:\.\.(\d{1,4}))?(?:\/(\d{1,4}))?$/.exec(item);
    if (!match) throw unclear(text);
    const from = yearOf(Number(match[1]), min);
    const step = Number(match[3] ?? 1);
    const to = match[2] === undefined ? null : yearOf(Number(match[2]), min);
    if (from < min || from > max || step < 1 || (to !== null && (to > max || to < from))) throw unclear(text);
    if (fromEnd && to !== null) throw refuse(`OnCalendar=${text}: a range of last days is not known to Belfry.`);
    if (match[3] === undefined && to === null) return [from];
    return fromEnd ? span(1, from).filter((value) => (from - value) % step === 0) : span(from, to ?? max, step);
  });
  return unique(values);
}

/** Two digits of a year: 70 to 99 are of the last century. */
const yearOf = (value: number, min: number) =>
  min !== 1970 || value > 99 ? value : value + (value < 70 ? 2000 : 1900);

function specsOf(weekdays: number[] | null, date: CalendarDate, time: Time, zone: string, text: string): TimedSpec[] {
  if (date.years !== null) return [onceOf(weekdays, date, time, zone, text)];
  const second = time.seconds.join() === '0' ? '' : `${fieldText(time.seconds, 0, 59)} `;
  const clock = `${second}${fieldText(time.minutes, 0, 59)} ${fieldText(time.hours, 0, 23)}`;
  const months = date.months === null ? '*' : fieldText(date.months, 1, 12);
  const days = (ofMonth: string, ofWeek: string) => cron(`${clock} ${ofMonth} ${months} ${ofWeek}`);
  if (weekdays === null || weekdays.length === 7) {
    if (date.lastDays) return [days(date.lastDays.map((day) => (day === 1 ? 'L' : `L-${day - 1}`)).join(','), '*')];
    return [days(date.days === null ? '*' : fieldText(date.days, 1, 31), '*')];
  }
  return [days('*', weekdaysOf(weekdays, date, text))];
}

/** Week n of a month has these days; both of date and weekday match in systemd, which cron says only so. */
function weekdaysOf(weekdays: number[], { days, lastDays }: CalendarDate, text: string): string {
  if (days === null && lastDays === null) return fieldText(weekdays, 0, 6);
  if (lastDays?.join() === '1,2,3,4,5,6,7') return weekdays.map((day) => `${day}L`).join(',');
  const weeks = [1, 2, 3, 4, 5].filter((n) => days?.includes(n * 7 - 6));
  const whole = weeks.flatMap((n) => span(n * 7 - 6, Math.min(31, n * 7)));
  if (days === null || whole.join() !== days.join())
    throw refuse(`OnCalendar=${text}: date and weekday must both match, which a cron expression cannot say.`);
  if (whole.length === 31) return fieldText(weekdays, 0, 6);
  return weekdays.flatMap((day) => weeks.map((n) => `${day}#${n}`)).join(',');
}

function onceOf(
  weekdays: number[] | null,
  { years, months, days }: CalendarDate,
  time: Time,
  zone: string,
  text: string,
) {
  const [year, month, day] = [years, months, days].map((list) => (list?.length === 1 ? list[0] : undefined));
  const [hour, minute, second] = [time.hours, time.minutes, time.seconds].map((list) =>
    list.length === 1 ? list[0] : undefined,
  );
  const wall = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day, hour, minute, second);
  if (Number.isNaN(wall) || new Date(wall).getUTCDate() !== day)
    throw refuse(`OnCalendar=${text}: some years only, which Belfry cannot say but for a single date.`);
  if (weekdays !== null && !weekdays.includes(new Date(wall).getUTCDay()))
    throw refuse(`OnCalendar=${text}: that date is no such weekday, so it never rings.`);
  return { kind: 'once', at: instantOf(wall, zone) } as const;
}
