import type { IntervalUnit } from '#contract/trigger.ts';
import { type Clauses, type ClockField, refuse } from './said.ts';

const CLOCK: ClockField[] = ['second', 'minute', 'hour'];

export const isSubDay = (unit: IntervalUnit): unit is ClockField => (CLOCK as string[]).includes(unit);

/** The cron expression that words stand for. @throws BelfryError `invalid`, field `schedule` */
export function toExpression(said: Clauses): string {
  const [second, minute, hour] = timeFields(said);
  const days = [...new Set(said.days)].join(',');
  const weeks = [...[...new Set(said.weekdays)].sort().map(String), ...new Set(said.weeks)].join(',');
  if (days && weeks && !said.either) {
    throw refuse('Days of the month and weekdays together are ambiguous. Say “or” between them, or use two triggers.');
  }
  const { every } = said;
  const calendar = every && every.n === 1 && !days && !weeks ? every.unit : null;
  const month = [...new Set(said.months)].sort((a, b) => a - b).join(',') || (calendar === 'year' ? '1' : '*');
  const day = days || (calendar === 'month' || calendar === 'year' ? '1' : '*');
  const fields = [minute, hour, day, month, weeks || (calendar === 'week' ? '0' : '*')];
  return (second === '0' ? fields : [second, ...fields]).join(' ');
}

type TimeFields = [second: string, minute: string, hour: string];

function timeFields(said: Clauses): TimeFields {
  const { every } = said;
  const unit = every && isSubDay(every.unit) ? every.unit : null;
  const named = unit !== null || said.hours || said.minutes.length > 0 || Object.keys(said.fields).length > 0;
  if (!named) return timesOfDay(said);
  if (said.times.length > 0) {
    const often = every && unit ? `Every ${every.n === 1 ? unit : `${every.n} ${unit}s`}` : 'A minute of the hour';
    throw refuse(`${often} has no time of day. Say “every day at 9:30”, or give hours: “from 9:00 to 17:59”.`);
  }
  const fields = { ...said.fields, ...minutesOfHour(said) };
  if (unit) put(fields, unit, every?.n === 1 ? '*' : `*/${every?.n}`);
  if (said.hours) fields.hour = within(said.hours, fields.hour, unit);
  return filled(fields);
}

function put(fields: Clauses['fields'], unit: ClockField, field: string): void {
  if (fields[unit] !== undefined) throw refuse(`The ${unit} is said twice. Say it once, e.g. every hour at :15.`);
  fields[unit] = field;
}

function minutesOfHour({ minutes, fields, every, hours }: Clauses): Clauses['fields'] {
  if (minutes.length === 0) return {};
  if (fields.minute !== undefined || fields.second !== undefined || !(fields.hour ?? hours ?? every?.unit === 'hour')) {
    throw refuse('A minute like :30 needs its hours, e.g. every hour at :30.');
  }
  const seconds = new Set(minutes.map(([, second]) => second));
  if (seconds.size > 1) throw apart();
  return { second: String([...seconds][0]), minute: sorted(minutes.map(([minute]) => minute)) };
}

/** Hours named by a range; with a rhythm of hours, every Nth of them. */
function within([from, to]: [number, number], hour: string | undefined, unit: ClockField | null): string {
  if (hour === undefined) {
    if (unit === null) throw refuse('Say how often, e.g. every 10 minutes from 9:00 to 17:59.');
    return `${from}-${to}`;
  }
  if (!hour.startsWith('*')) throw refuse('The hour is said twice. Say it once, e.g. every hour from 9:00 to 17:00.');
  return `${from}-${to}${hour.slice(1)}`;
}

/** Units finer than the finest one said are 0, coarser ones run through. */
function filled(fields: Clauses['fields']): TimeFields {
  const finest = CLOCK.findIndex((unit) => fields[unit] !== undefined);
  return CLOCK.map((unit, at) => fields[unit] ?? (at < finest ? '0' : '*')) as TimeFields;
}

function timesOfDay({ times }: Clauses): TimeFields {
  if (times.length === 0) return ['0', '0', '0'];
  const part = (at: 0 | 1 | 2) => [...new Set(times.map((time) => time[at]))];
  const [h, m, s] = [part(0), part(1), part(2)];
  const distinct = new Set(times.map((time) => time.join(':'))).size;
  if (h.length * m.length * s.length !== distinct) throw apart();
  return [sorted(s), sorted(m), sorted(h)];
}

const apart = () => refuse('These times do not fit one schedule. Add another trigger for some of them.');
const sorted = (values: number[]) => [...new Set(values)].sort((a, b) => a - b).join(',');
