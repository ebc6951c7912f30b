import { BelfryError } from '#contract/error.ts';
import type { Wanted } from '#contract/schedule.ts';
import type { IntervalUnit, TimedSpec } from '#contract/trigger.ts';
import { instantOf } from './civil-time.ts';
import { readClauses } from './clauses.ts';
import { parseCron } from './cron.ts';
import { sequenceOf } from './occurrences.ts';
import { type Clauses, EXAMPLES, refuse } from './said.ts';
import { isSubDay, toExpression } from './to-expression.ts';

export interface Reading {
  spec: TimedSpec;
  /** Parts of the text that were understood, as [start, end). */
  understood: [number, number][];
}

/** How many of a smaller unit make the next one: what divides it evenly is cron, anything else an interval. */
const WHOLE: Partial<Record<IntervalUnit, number>> = { second: 60, minute: 60, hour: 24 };
/** Last instant of the year 9999, as the contract has it. */
const LATEST = 253_402_300_799_999;

/**
 * Reads a schedule as typed: cron, or words. Words that mean an interval count from `now` (epoch ms). `wanted` does not
 * change what is read, only the examples that a refusal gives.
 * @throws BelfryError `invalid`, field `schedule`: one sentence, with an example
 */
export function readSchedule(text: string, options: { now: number; zone: string; wanted?: Wanted }): Reading {
  const { now, zone, wanted = 'schedule' } = options;
  const typed = text.trim();
  const empty = () => refuse(`Say when; ${EXAMPLES[wanted]}.`);
  if (typed === '') throw empty();
  if (looksLikeCron(typed)) {
    const start = text.length - text.trimStart().length;
    return { spec: cron(typed), understood: [[start, start + typed.length]] };
  }
  const clauses = readClauses(text, now, zone, wanted);
  if (clauses.understood.length === 0) throw empty();
  return { spec: toSpec(clauses, now, zone), understood: clauses.understood };
}

/** A star or question mark standing for a field, or five or six fields of numbers and names. */
function looksLikeCron(text: string): boolean {
  const parts = text.split(/\s+/);
  if (text.startsWith('@') || parts.some((part) => /^[*?]/.test(part))) return true;
  const fields = parts.every((part) => /^(?:[\d,/#LW-]|[A-Z]{3}(?![A-Z]))+$/i.test(part));
  return fields && /^\d/.test(text) && parts.length > 4;
}

function cron(expression: string): TimedSpec {
  try {
    parseCron(expression);
  } catch (error) {
    throw error instanceof BelfryError ? refuse(error.message) : error;
  }
  return { kind: 'cron', expression: expression.replace(/\s+/g, ' ') };
}

function toSpec(said: Clauses, now: number, zone: string): TimedSpec {
  if (said.delay !== null || said.date !== null || said.instant !== null) return once(said, now, zone);
  const { every } = said;
  if (every && (said.starting !== null || !fitsCron(every))) return interval(said, every, now, zone);
  if (said.starting !== null)
    throw refuse('Only an interval has a start, e.g. every 2 days starting 2026-12-24 18:00.');
  return cron(toExpression(said));
}

function once(said: Clauses, now: number, zone: string): TimedSpec {
  const at = instantFor(said, now, zone);
  if (at <= now) throw refuse('This time has passed. Name one in the future, e.g. tomorrow at 9:00.');
  if (at > LATEST) throw refuse('This time is too far away. Name one before the year 10000.');
  return { kind: 'once', at };
}

function instantFor(said: Clauses, now: number, zone: string): number {
  const { delay, instant, date, times } = said;
  const named = [delay, instant, date].filter((value) => value !== null).length;
  if (named > 1 || repeats(said)) {
    throw refuse('A single date cannot repeat. Say either “tomorrow at 9:00” or “every day at 9:00”.');
  }
  if (times.length > (date === null ? 0 : 1)) throw refuse('One date has one time. Leave out the others.');
  if (delay !== null) return Math.ceil((now + delay) / 1000) * 1000;
  if (instant !== null) return instant;
  const [hour, minute, second] = times[0] ?? [0, 0, 0];
  return instantOf((date as number) + ((hour * 60 + minute) * 60 + second) * 1000, zone);
}

function repeats({ every, fields, minutes, hours, weekdays, days, weeks, months, starting }: Clauses): boolean {
  const lists = [minutes, weekdays, days, weeks, months, Object.keys(fields)];
  return every !== null || hours !== null || starting !== null || lists.some((list) => list.length > 0);
}

function fitsCron({ n, unit }: { n: number; unit: IntervalUnit }): boolean {
  const size = WHOLE[unit];
  return size === undefined ? n === 1 : size % n === 0 && n < size;
}

type Every = { n: number; unit: IntervalUnit };

function interval(said: Clauses, every: Every, now: number, zone: string): TimedSpec {
  const { n, unit } = every;
  const narrowed = repeats({ ...said, every: null, starting: null }) || said.times.length > 0;
  const spec = (anchor: number): TimedSpec => ({ kind: 'interval', every: n, unit, anchor });
  const name = n === 1 ? unit : `${n} ${unit}s`;
  if (said.starting !== null) {
    if (narrowed)
      throw refuse(`Every ${name} from a start has its days and time from that start. Leave out the others.`);
    return spec(said.starting);
  }
  if (!narrowed) return spec(Math.floor(now / 1000) * 1000);
  if (isSubDay(unit)) {
    throw refuse(
      `Every ${name} cannot be narrowed to some days or hours. Use a number that divides ${WHOLE[unit]} evenly.`,
    );
  }
  if (!fitsStep(said, unit)) {
    throw refuse(`Every ${name} has one day and one time, e.g. every 2 weeks on Monday at 9:00.`);
  }
  return spec(firstMatch(said, unit, now, zone));
}

/** Whether the days named are one day of the unit: each step then falls on it again. */
function fitsStep(
  { times, weekdays, days, weeks, months, hours, minutes, fields }: Clauses,
  unit: IntervalUnit,
): boolean {
  if (times.length > 1 || weeks.length > 0 || hours || minutes.length > 0 || Object.keys(fields).length > 0)
    return false;
  const dated = days.length === 1 && /^\d+$/.test(days[0] as string);
  switch (unit) {
    case 'week':
      return weekdays.length <= 1 && days.length === 0 && months.length === 0;
    case 'month':
      return weekdays.length === 0 && months.length === 0 && (days.length === 0 || dated);
    case 'year':
      return weekdays.length === 0 && (days.length === 0 ? months.length === 0 : dated && months.length === 1);
    default:
      return weekdays.length === 0 && days.length === 0 && months.length === 0;
  }
}

/** The anchor: the first instant after now with the day and time named. */
function firstMatch(said: Clauses, unit: IntervalUnit, now: number, zone: string): number {
  const expression = toExpression({ ...said, every: { n: 1, unit: 'day' } });
  const first = sequenceOf({ kind: 'cron', expression }, zone, { gap: 'skip', repeat: 'once' }).next(now);
  if (first === null) throw refuse(`No ${unit} has this day. Name another, e.g. every 2 months on the 15th at 8:00.`);
  return first;
}
