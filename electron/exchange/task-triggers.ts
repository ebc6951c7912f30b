import type { TimedSpec, TriggerSpec } from '#contract/trigger.ts';
import { DAY_MS } from '#core/calendar.ts';
import { instantOf, readInstant, wallOf } from '#core/civil-time.ts';
import { sequenceOf } from '#core/occurrences.ts';
import { fieldText, span, timeFields, unique } from './fields.ts';
import { type ExchangeContext, refuse } from './findings.ts';
import { cron, OWN_RULE } from './instants.ts';
import { everySeconds } from './intervals.ts';
import { readDuration } from './iso-duration.ts';
import { child, childText, type Element } from './xml.ts';

export type Tell = (text: string, kind?: 'refused' | 'times' | 'other') => void;
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const DAY = 86_400;

/** When a trigger begins: its instant (epoch ms), and its wall time in the computer's zone. */
interface Start {
  at: number;
  wall: number;
}

/** The triggers that one of a task's becomes. @throws BelfryError with the reason where there is none */
export function readTrigger(element: Element, context: ExchangeContext, tell: Tell): TriggerSpec[] {
  if (childText(element, 'Enabled') === 'false') throw refuse('It is switched off.');
  const end = childText(element, 'EndBoundary');
  if (end !== undefined)
    throw refuse(`It ends on ${end.slice(0, 19).replace('T', ' ')}, and a trigger of Belfry does not end.`);
  if (childText(element, 'RandomDelay')) tell('Belfry does not delay at random.', 'times');
  switch (element.name) {
    case 'LogonTrigger':
    case 'BootTrigger': {
      const delay = childText(element, 'Delay');
      tell(`It rings when Belfry starts${delay ? `, without the delay of ${delay}` : ''}.`, 'times');
      if (child(element, 'Repetition')) tell('Its repetition was left out.', 'refused');
      return [{ kind: 'start' }];
    }
    case 'TimeTrigger':
      return timeTrigger(element, startOf(element, context), context.now, tell);
    case 'CalendarTrigger':
      return calendarTrigger(element, startOf(element, context), context, tell);
    default:
      throw refuse(`Belfry has no ${element.name}.`);
  }
}

function startOf(element: Element, { here }: ExchangeContext): Start {
  const text = childText(element, 'StartBoundary') ?? '';
  const at = readInstant(text.replace(/(\.\d{3})\d+/, '$1'), here);
  if (at === null) throw refuse(`StartBoundary “${text.slice(0, 40)}” is no date.`);
  return { at, wall: wallOf(at, here) };
}

function timeTrigger(element: Element, { at }: Start, now: number, tell: Tell): TriggerSpec[] {
  const repetition = child(element, 'Repetition');
  const interval = childText(repetition, 'Interval');
  if (interval === undefined) {
    if (at <= now) throw refuse('Its one date has passed.');
    return [{ kind: 'once', at }];
  }
  if (childText(repetition, 'Duration') !== undefined)
    throw refuse('It repeats for a while only, and Belfry without end.');
  const seconds = readDuration(interval);
  if (seconds < 1) throw refuse('Its repetition has no interval.');
  if (at > now) tell('Its first ring is at its beginning, as in Windows.');
  return [everySeconds(seconds, at)];
}

/** Days by the calendar, at the time of day of the start, and again within the day. */
function calendarTrigger(element: Element, start: Start, context: ExchangeContext, tell: Tell): TimedSpec[] {
  const [kind] = element.children.filter(({ name }) => name.startsWith('ScheduleBy'));
  if (!kind) throw refuse('It names no days.');
  const every = Number(childText(kind, 'DaysInterval') ?? childText(kind, 'WeeksInterval') ?? 1);
  if (!Number.isInteger(every) || every < 1) throw refuse('Its days have no interval.');
  const times = timesOfDay(child(element, 'Repetition'), start, kind.name === 'ScheduleByDay' && every === 1, tell);
  if (every > 1) return intervals(kind, every, start, times, context);
  const days = daysOf(kind);
  const specs = timeFields(times).map(({ seconds, minutes, hours }) => {
    const second = seconds.join() === '0' ? '' : `${seconds[0]} `;
    return cron(`${second}${fieldText(minutes, 0, 59)} ${fieldText(hours, 0, 23)} ${days}`);
  });
  if (specs.length === 0) throw refuse('It repeats at more times of day than a job can hold.');
  return begun(specs, kind, start, context);
}

/** What begins only later cannot be said by cron, but by an interval. */
function begun(specs: TimedSpec[], kind: Element, start: Start, context: ExchangeContext): TimedSpec[] {
  const earlier = specs.some((spec) => firstBefore(spec, start, context));
  if (!earlier) return specs;
  if (kind.name === 'ScheduleByDay' && specs.length === 1 && !/[*/,-]/.test(clockOf(specs[0])))
    return [{ kind: 'interval', every: 1, unit: 'day', anchor: start.at }];
  throw refuse('It begins only later: import it when it has begun.');
}

const clockOf = (spec: TimedSpec | undefined) =>
  spec?.kind === 'cron' ? spec.expression.split(' ').slice(0, -3).join(' ') : '';

/** Whether it would ring between now and its beginning. */
function firstBefore(spec: TimedSpec, start: Start, { here, now }: ExchangeContext): boolean {
  const first = start.at <= now ? null : sequenceOf(spec, here, OWN_RULE).next(now);
  return first !== null && first < start.at;
}

function timesOfDay(repetition: Element | undefined, start: Start, daily: boolean, tell: Tell): number[] {
  const first = Math.floor((start.wall % DAY_MS) / 1000);
  const interval = childText(repetition, 'Interval');
  if (interval === undefined) return [first];
  const step = readDuration(interval);
  const duration = childText(repetition, 'Duration');
  if (duration === undefined && !daily) throw refuse('It repeats without end, into days it does not name.');
  const length = readDuration(duration ?? 'P1D');
  if (step < 1) throw refuse('Its repetition has no interval.');
  if (length > DAY) throw refuse('It repeats for longer than a day.');
  const times = span(first, first + length - 1, step);
  if (length < DAY && length % step === 0) tell('It does not ring at the very end of its repetition.', 'times');
  if (length === DAY && DAY % step !== 0) tell('The rhythm begins anew each day.');
  if ((times.at(-1) ?? 0) >= DAY && !daily) throw refuse('It repeats beyond midnight, into days it does not name.');
  return unique(times.map((time) => time % DAY));
}

/** Fields of day, month and weekday. */
function daysOf(kind: Element): string {
  const months = namesIn(child(kind, 'Months'), MONTHS).map((month) => month + 1);
  const month = months.length === 0 ? '*' : fieldText(months, 1, 12);
  const weekdays = namesIn(child(kind, 'DaysOfWeek'), WEEKDAYS);
  switch (kind.name) {
    case 'ScheduleByDay':
      return '* * *';
    case 'ScheduleByWeek':
      if (weekdays.length === 0) throw refuse('It names no day of the week.');
      return `* * ${fieldText(weekdays, 0, 6)}`;
    case 'ScheduleByMonth':
      return `${monthDays(child(kind, 'DaysOfMonth'))} ${month} *`;
    case 'ScheduleByMonthDayOfWeek': {
      const weeks = (child(kind, 'Weeks')?.children ?? []).map(({ text }) => text.trim());
      if (weekdays.length === 0 || weeks.length === 0) throw refuse('It names no week or no day of it.');
      return `* ${month} ${weekdays.flatMap((day) => weeks.map((week) => weekRule(day, week))).join(',')}`;
    }
    default:
      throw refuse(`Belfry has no ${kind.name}.`);
  }
}

const namesIn = (element: Element | undefined, names: string[]): number[] =>
  unique((element?.children ?? []).map(({ name }) => names.indexOf(name)).filter((index) => index >= 0));

function monthDays(element: Element | undefined): string {
  const days = (element?.children ?? []).map(({ text }) => text.trim());
  const wrong = days.find((day) => !/^(Last|[12]?\d|3[01])$/.test(day) || day === '0');
  if (days.length === 0 || wrong !== undefined) throw refuse('It names no day of the month.');
  const numbers = unique(days.filter((day) => day !== 'Last').map(Number));
  return [
    ...(numbers.length > 0 ? [fieldText(numbers, 1, 31, false)] : []),
    ...(days.includes('Last') ? ['L'] : []),
  ].join(',');
}

function weekRule(day: number, week: string): string {
  if (week === 'Last') return `${day}L`;
  if (/^[1-4]$/.test(week)) return `${day}#${week}`;
  throw refuse(`There is no week ${week.slice(0, 20)}.`);
}

/** Every so many days or weeks, counted from the start; a week begins on Sunday. */
function intervals(
  kind: Element,
  every: number,
  start: Start,
  times: number[],
  { here }: ExchangeContext,
): TimedSpec[] {
  if (times.length > 1)
    throw refuse(`It repeats within days that are ${every} apart, and Belfry’s intervals have one time.`);
  if (kind.name === 'ScheduleByDay') return [{ kind: 'interval', every, unit: 'day', anchor: start.at }];
  if (kind.name !== 'ScheduleByWeek') throw refuse('Its months have an interval.');
  const weekday = new Date(start.wall).getUTCDay();
  const weekdays = namesIn(child(kind, 'DaysOfWeek'), WEEKDAYS);
  if (weekdays.length === 0) throw refuse('It names no day of the week.');
  return weekdays.map((day) => {
    const later = day >= weekday ? day - weekday : day - weekday + every * 7;
    return { kind: 'interval', every, unit: 'week', anchor: instantOf(start.wall + later * DAY_MS, here) };
  });
}
