import { parseCron } from '#core/cron.ts';
import { bitsOf, fieldText, span, unique } from './fields.ts';
import { reasonOf, refuse } from './findings.ts';

/** Names for schedules that all of Vixie's kind know. */
export const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** What a scheduler of Vixie's kind makes of one field. */
export interface VixieField {
  values: number[];
  /** Begins with a star: the day fields then both must match, and the rhythm goes on through changes of clocks. */
  star: boolean;
  /** The number that stands for a range to choose from at random. */
  chosen: { from: number; to: number; value: number } | null;
}

/** Where the dialects differ. */
export interface Dialect {
  /** Kubernetes: `5/10` and `?` are known, and a star with a step is no star; days of the week end with 6. */
  kubernetes: boolean;
  /** Chooses for `~`, from 0 up to but without `size`; absent where `~` is unknown. */
  choose?: (size: number) => number;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names: string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];
/** Sunday is 0 and 7. */
const WEEKDAY = 4;

/** An expression as cron reads it. */
export interface VixieSchedule {
  expression: string;
  /** cron's wildcard: it rings by the time that passes, not by the clock on the wall. */
  wildcard: boolean;
  chosen: { field: string; from: number; to: number; value: number }[];
}

/** Reads five fields as cron does, and writes them in Belfry's grammar. @throws BelfryError where cron would not read them */
export function readVixie(texts: readonly string[], dialect: Dialect): VixieSchedule {
  const fields = texts.map((text, at) => readField(FIELDS[at] as Field, text, at === WEEKDAY, dialect));
  const [minute, hour, day, , weekday] = fields as [VixieField, VixieField, VixieField, VixieField, VixieField];
  const anyDay = day.star && day.values.length === 31;
  const anyWeekday = weekday.star && weekday.values.length === 7;
  if ((day.star || weekday.star) && !anyDay && !anyWeekday) {
    throw refuse(
      `With a star in “${texts[2]}” or “${texts[4]}” cron wants the day of month and the day of week both to match, which Belfry cannot say.`,
    );
  }
  const both = !anyDay && !anyWeekday;
  const written = (at: number, min: number, max: number, star: boolean) =>
    asGiven(texts[at] as string, at, (fields[at] as VixieField).values, star) ??
    fieldText((fields[at] as VixieField).values, min, max, star);
  const parts = [
    written(0, 0, 59, true),
    written(1, 0, 23, true),
    anyDay ? '*' : written(2, 1, 31, !both),
    written(3, 1, 12, true),
    anyWeekday ? '*' : written(4, 0, 6, !both),
  ];
  return {
    expression: parts.join(' '),
    wildcard: minute.star || hour.star,
    chosen: fields.flatMap(({ chosen }, at) => (chosen ? [{ field: FIELDS[at]?.name ?? '', ...chosen }] : [])),
  };
}

/** The field as it was written, where Belfry reads the same from it. */
function asGiven(text: string, at: number, values: number[], star: boolean): string | null {
  if (!/^[\d*,/-]+$/.test(text) || (text.startsWith('*') && !star)) return null;
  const others = ['*', '*', '*', '*', '*'];
  others[at] = text;
  try {
    const cron = parseCron(others.join(' '));
    const read = [cron.minutes, cron.hours, bitsOf(cron.daysOfMonth), bitsOf(cron.months), bitsOf(cron.weekdays)][at];
    return read?.join() === values.join() ? text : null;
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

function readField(field: Field, text: string, isWeekday: boolean, dialect: Dialect): VixieField {
  const random = dialect.choose && /^(\d*)~(\d*)$/.exec(text);
  if (random) {
    const [from, to] = [random[1] || field.min, random[2] || field.max].map(Number) as [number, number];
    if (from > to || from < field.min || to > field.max) throw wrong(field, text, 'is out of range');
    const value = from + (dialect.choose?.(to - from + 1) ?? 0);
    return { values: isWeekday ? [value % 7] : [value], star: false, chosen: { from, to, value } };
  }
  const values = text.split(',').flatMap((item) => readItem(field, item, isWeekday, dialect));
  const star = dialect.kubernetes ? text.split(',').some((item) => /^[*?](\/0*1)?$/.test(item)) : text.startsWith('*');
  return { values: unique(isWeekday ? values.map((value) => value % 7) : values), star, chosen: null };
}

function readItem(field: Field, item: string, isWeekday: boolean, { kubernetes }: Dialect): number[] {
  const match = /^(\*|\?|\d+|[a-z]{3})(?:-(\d+|[a-z]{3}))?(?:\/(\d{1,6}))?$/i.exec(item);
  if (!match) throw wrong(field, item, 'is not understood by cron');
  const [, first = '', last, stepText] = match;
  const step = Number(stepText ?? 1);
  const top = kubernetes && isWeekday ? 6 : field.max;
  if (step < 1) throw wrong(field, item, 'has a step of 0');
  if (first === '*' || (first === '?' && kubernetes)) {
    if (last !== undefined) throw wrong(field, item, 'is not understood by cron');
    // Seven days: Sunday would count twice.
    return span(field.min, isWeekday ? 6 : field.max, step);
  }
  const from = number(field, first, item, top);
  if (last !== undefined) {
    const to = number(field, last, item, top);
    if (to < from) throw wrong(field, item, 'runs backwards, which cron does not read');
    return span(from, to, step);
  }
  if (stepText === undefined) return [from];
  if (!kubernetes) throw wrong(field, item, 'has a step without a range, which cron does not read');
  return span(from, top, step);
}

function number(field: Field, text: string, item: string, top: number): number {
  const named = field.names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.min && value <= top)) throw wrong(field, item, 'is no value of it');
  return value;
}

const wrong = (field: Field, item: string, why: string) =>
  refuse(`In the ${field.name} field, “${item.slice(0, 60)}” ${why}.`);
