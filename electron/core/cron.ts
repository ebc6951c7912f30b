import { BelfryError } from '#contract/error.ts';

/** Days of a month, as one rule of the day-of-month or day-of-week field; weekdays 0 = Sunday. */
export type DayRule =
  | { kind: 'last'; minus: number; nearestWeekday: boolean }
  | { kind: 'nearest'; day: number }
  | { kind: 'last-weekday-of'; weekday: number }
  | { kind: 'nth'; weekday: number; n: number };

/** A parsed expression. Numbers sorted; `rhythm`: second, minute or hour has `*`, a range or a step. */
export interface Cron {
  seconds: number[];
  minutes: number[];
  hours: number[];
  /** Bit d set = day d. */
  daysOfMonth: number;
  /** Bit m set = month m, 1 to 12. */
  months: number;
  /** Bit w set = weekday w, 0 to 6. */
  weekdays: number;
  monthRules: DayRule[];
  weekRules: DayRule[];
  /** Whether the day fields say anything at all; both restricted: either matches (Vixie cron). */
  anyDayOfMonth: boolean;
  anyWeekday: boolean;
  rhythm: boolean;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: string[];
  example: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const SECOND: Field = { name: 'second', min: 0, max: 59, example: '30 0 9 * * *' };
const MINUTE: Field = { name: 'minute', min: 0, max: 59, example: '30 9 * * *' };
const HOUR: Field = { name: 'hour', min: 0, max: 23, example: '0 9-17 * * *' };
const DAY: Field = { name: 'day of month', min: 1, max: 31, example: '0 9 1,15 * *' };
const MONTH: Field = { name: 'month', min: 1, max: 12, names: MONTHS, example: '0 9 1 JAN *' };
const WEEKDAY: Field = { name: 'day of week', min: 0, max: 7, names: WEEKDAYS, example: '0 9 * * MON-FRI' };

/** Short forms and what they stand for, with seconds. */
export const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
  '@every_minute': '0 * * * * *',
  '@every_second': '* * * * * *',
};

/**
 * Parses 5 fields (minute first), 6 fields (second first) or a macro. The grammar is Vixie cron's with Quartz's
 * L, W and #, and ranges that wrap.
 * @throws BelfryError `invalid`, field `expression`: names the field, the reason and an example
 */
export function parseCron(expression: string): Cron {
  const text = expression.trim();
  const macro = text.startsWith('@') ? MACROS[text.toLowerCase()] : text;
  if (macro === undefined) throw refuse(`There is no ${text}; there are ${Object.keys(MACROS).join(', ')}.`);
  const parts = macro.split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6) {
    throw refuse(
      `A cron expression has 5 or 6 fields, this has ${text === '' ? 0 : parts.length}; e.g. 30 9 * * MON-FRI.`,
    );
  }
  const [second, minute, hour, day, month, weekday] = (parts.length === 5 ? ['0', ...parts] : parts) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const days = parseDays(DAY, day);
  const weekdays = parseDays(WEEKDAY, weekday);
  return {
    seconds: numbers(parseList(SECOND, second)),
    minutes: numbers(parseList(MINUTE, minute)),
    hours: numbers(parseList(HOUR, hour)),
    months: bits(parseList(MONTH, month)),
    daysOfMonth: bits(days.values),
    weekdays: bits(weekdays.values.map((value) => value % 7)),
    monthRules: days.rules,
    weekRules: weekdays.rules,
    anyDayOfMonth: /^[*?]$/.test(day),
    anyWeekday: /^[*?]$/.test(weekday),
    rhythm: [second, minute, hour].some((field) => /[*/-]/.test(field)),
  };
}

const refuse = (message: string) => new BelfryError('invalid', message, 'expression');
const bad = (field: Field, item: string, why: string) =>
  refuse(`In the ${field.name} field, “${item}” ${why}; e.g. ${field.example}.`);

function parseList(field: Field, text: string): number[] {
  return text.split(',').flatMap((item) => parseItem(field, item));
}

function parseDays(field: Field, text: string): { values: number[]; rules: DayRule[] } {
  if (text === '?') return { values: parseItem(field, '*'), rules: [] };
  const values: number[] = [];
  const rules: DayRule[] = [];
  for (const item of text.split(',')) {
    const rule = field === DAY ? monthRule(item) : weekRule(item);
    if (rule) rules.push(rule);
    else values.push(...parseItem(field, item));
  }
  return { values, rules };
}

function monthRule(item: string): DayRule | null {
  const last = /^L(?:-(\d{1,2}))?(W)?$/i.exec(item);
  if (last) {
    const minus = Number(last[1] ?? 0);
    if (minus > 30) throw bad(DAY, item, 'goes back more than 30 days');
    return { kind: 'last', minus, nearestWeekday: last[2] !== undefined };
  }
  const nearest = /^(\d{1,2})W$/i.exec(item);
  return nearest ? { kind: 'nearest', day: number(DAY, nearest[1] as string, item) } : null;
}

function weekRule(item: string): DayRule | null {
  const last = /^(\d|[A-Z]{3})L$/i.exec(item);
  if (last) return { kind: 'last-weekday-of', weekday: number(WEEKDAY, last[1] as string, item) % 7 };
  const nth = /^(\d|[A-Z]{3})#(\d+)$/i.exec(item);
  if (!nth) return null;
  if (!/^[1-5]$/.test(nth[2] as string)) throw bad(WEEKDAY, item, 'asks for a week other than 1 to 5');
  return { kind: 'nth', weekday: number(WEEKDAY, nth[1] as string, item) % 7, n: Number(nth[2]) };
}

function parseItem(field: Field, item: string): number[] {
  if (item === '') throw bad(field, item, 'is empty');
  const match = /^(?:(\*)|([A-Za-z]+|\d+)(?:-([A-Za-z]+|\d+))?)(?:\/(\d+))?$/.exec(item);
  if (!match) throw bad(field, item, 'is not understood');
  const [, star, first, last, stepText] = match;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step < 1 || step > field.max) throw bad(field, item, `has a step outside 1 to ${field.max}`);
  if (star) return range(field, field.min, field === WEEKDAY ? 6 : field.max, step);
  const from = number(field, first as string, item);
  if (last !== undefined) return range(field, from, number(field, last, item), step);
  return stepText === undefined ? [from] : range(field, from, field === WEEKDAY ? Math.max(from, 6) : field.max, step);
}

/** Values from `from` to `to`, over the end of the field when `to` is smaller. */
function range(field: Field, from: number, to: number, step: number): number[] {
  // Sunday is 0 and 7: as the start of a range it is 0, as its end 7.
  const start = field === WEEKDAY && from === 7 && to !== 7 ? 0 : from;
  const size = field === WEEKDAY ? 7 : field.max - field.min + 1;
  const length = start <= to ? to - start : to - start + size;
  const values: number[] = [];
  for (let at = 0; at <= length; at += step) values.push(((start - field.min + at) % size) + field.min);
  return values;
}

function number(field: Field, text: string, item: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + field.min;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw bad(field, item, 'is not understood');
  if (value < field.min || value > field.max) throw bad(field, item, `is outside ${field.min} to ${field.max}`);
  return value;
}

const numbers = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
const bits = (values: number[]) => values.reduce((mask, value) => mask | (1 << value), 0);
