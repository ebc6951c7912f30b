import type { JobDraft } from '#contract/job.ts';
import type { CronSpec, IntervalSpec, TriggerSpec } from '#contract/trigger.ts';
import { DAY_MS, weekdayOf } from '#core/calendar.ts';
import { wallOf } from '#core/civil-time.ts';
import { type Cron, parseCron } from '#core/cron.ts';
import { calendarRules, noSuchTrigger } from './exporting.ts';
import { bitsOf, stepOf } from './fields.ts';
import { type ExchangeContext, refuse } from './findings.ts';
import { writeDuration } from './iso-duration.ts';
import { isUntouched, type Rule } from './rules.ts';
import { MONTHS, WEEKDAYS } from './task-triggers.ts';

/** A task's own limit; each is a time of day of its own. */
export const TRIGGER_LIMIT = 48;

/** The triggers of a task for one of a job's. @throws BelfryError with the reason where there is none */
export function taskTriggers(
  spec: TriggerSpec,
  job: JobDraft,
  context: ExchangeContext,
  say: (text: string) => void,
): string[] {
  switch (spec.kind) {
    case 'start':
      say('Windows runs it at logon, Belfry when Belfry starts.');
      return ['<LogonTrigger><Enabled>true</Enabled></LogonTrigger>'];
    case 'once':
      return [`<TimeTrigger><StartBoundary>${utc(spec.at, say)}</StartBoundary><Enabled>true</Enabled></TimeTrigger>`];
    case 'interval':
      return intervalTrigger(spec, job, context, say);
    case 'cron':
      return cronTriggers(spec, job, context, say);
    default:
      return noSuchTrigger(spec);
  }
}

function utc(at: number, say: (text: string) => void): string {
  if (at % 1000 !== 0) say('It rings at the full second before.');
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

const REAL = { second: 1, minute: 60, hour: 3600 } as const;

/** Windows counts from a beginning as Belfry does, so nothing is lost but what has no fixed length. */
function intervalTrigger(
  spec: IntervalSpec,
  job: JobDraft,
  context: ExchangeContext,
  say: (text: string) => void,
): string[] {
  const real = REAL[spec.unit as 'second'] as number | undefined;
  if (real !== undefined) {
    const seconds = spec.every * real;
    if (seconds < 60) throw refuse('Windows repeats once a minute at most.');
    if (seconds > 31 * 86_400) throw refuse('Windows repeats within 31 days at least.');
    return [
      `<TimeTrigger><Repetition><Interval>${writeDuration(seconds)}</Interval></Repetition><StartBoundary>${utc(spec.anchor, say)}</StartBoundary><Enabled>true</Enabled></TimeTrigger>`,
    ];
  }
  if (spec.unit !== 'day' && spec.unit !== 'week') return cronTriggers(spec, job, context, say);
  checkZone(job, context);
  const wall = wallOf(spec.anchor, context.here);
  if (spec.anchor % 1000 !== 0) say('It rings at the full second before.');
  const time = new Date(wall);
  const expression = `${time.getUTCSeconds()} ${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
  const rule: Rule = { expression, zone: context.here, dst: job.policy, moved: false };
  if (!isUntouched(rule, context.now)) say('Changes of clocks are up to Windows.');
  const day = WEEKDAYS[weekdayOf(Math.floor(wall / DAY_MS))];
  const days =
    spec.unit === 'day'
      ? `<ScheduleByDay><DaysInterval>${spec.every}</DaysInterval></ScheduleByDay>`
      : `<ScheduleByWeek><DaysOfWeek><${day}/></DaysOfWeek><WeeksInterval>${spec.every}</WeeksInterval></ScheduleByWeek>`;
  return [calendarTrigger(local(wall), days)];
}

const local = (wall: number) => new Date(wall).toISOString().slice(0, 19);

const calendarTrigger = (start: string, days: string, repetition = '') =>
  `<CalendarTrigger>${repetition}<StartBoundary>${start}</StartBoundary><Enabled>true</Enabled>${days}</CalendarTrigger>`;

function checkZone(job: JobDraft, { zone, here }: ExchangeContext): void {
  const own = job.zone ?? zone;
  if (own !== here) throw refuse(`It rings by the clock of ${own}, and Windows knows the computer’s only.`);
}

function cronTriggers(
  spec: CronSpec | IntervalSpec,
  job: JobDraft,
  context: ExchangeContext,
  say: (text: string) => void,
): string[] {
  return calendarRules(spec, job, context, true, say).flatMap((rule) => {
    checkZone({ ...job, zone: rule.zone }, context);
    const cron = parseCron(rule.expression);
    if (!isUntouched(rule, context.now)) say('Changes of clocks are up to Windows.');
    const days = daysOf(cron);
    const today = Math.floor(wallOf(context.now, context.here) / DAY_MS) * DAY_MS;
    const times = timesOf(cron, rule);
    return times.flatMap(({ first, repetition }) =>
      days.map((day) => calendarTrigger(local(today - DAY_MS + first * 1000), day, repetition)),
    );
  });
}

interface TimeOfDay {
  /** Seconds of the day. */
  first: number;
  repetition: string;
}

/** One time and its repetition where the times are evenly apart, else a trigger for each. */
function timesOf({ hours, minutes, seconds }: Cron, { expression }: Rule): TimeOfDay[] {
  const count = hours.length * minutes.length * seconds.length;
  if (count > 1440) throw refuse('Windows repeats once a minute at most.');
  const times = hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour * 3600 + minute * 60 + second)),
  );
  const step = stepOf(times);
  if (times.length > 2 && step >= 60) {
    // The end does not ring, so it lies after the last time; a whole day is said as such.
    const length = (times.at(-1) as number) + step - (times[0] as number);
    const lasting = length === 86_400 ? length : Math.min(length - 1, 86_400 - (times[0] as number));
    const duration = `<Duration>${writeDuration(lasting)}</Duration>`;
    return [
      {
        first: times[0] as number,
        repetition: `<Repetition><Interval>${writeDuration(step)}</Interval>${duration}</Repetition>`,
      },
    ];
  }
  if (times.length > TRIGGER_LIMIT) throw refuse(`Windows would need ${times.length} triggers for ${expression}.`);
  return times.map((first) => ({ first, repetition: '' }));
}

/** Either of the two day fields: a schedule for each. */
function daysOf(cron: Cron): string[] {
  if (cron.anyDayOfMonth && cron.anyWeekday) {
    return cron.months === 0b1_1111_1111_1110
      ? ['<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>']
      : [
          byMonth(
            Array.from({ length: 31 }, (_, at) => String(at + 1)),
            cron,
          ),
        ];
  }
  const days = cron.anyDayOfMonth ? [] : bitsOf(cron.daysOfMonth).map(String);
  const monthRules = cron.anyDayOfMonth ? [] : cron.monthRules;
  for (const rule of monthRules) {
    if (rule.kind !== 'last' || rule.minus > 0 || rule.nearestWeekday) throw refuse('Windows does not know W and L-n.');
    days.push('Last');
  }
  return [...(days.length > 0 ? [byMonth(days, cron)] : []), ...(cron.anyWeekday ? [] : weekly(cron))];
}

const monthsOf = (cron: Cron) =>
  `<Months>${bitsOf(cron.months)
    .map((month) => `<${MONTHS[month - 1]}/>`)
    .join('')}</Months>`;
const byMonth = (days: string[], cron: Cron) =>
  `<ScheduleByMonth><DaysOfMonth>${days.map((day) => `<Day>${day}</Day>`).join('')}</DaysOfMonth>${monthsOf(cron)}</ScheduleByMonth>`;

function weekly(cron: Cron): string[] {
  const weekdays = bitsOf(cron.weekdays)
    .map((day) => `<${WEEKDAYS[day]}/>`)
    .join('');
  const plain = weekdays === '' ? [] : [weekdays];
  const always = cron.months === 0b1_1111_1111_1110;
  const inMonths = (weeks: string, days: string) =>
    `<ScheduleByMonthDayOfWeek><Weeks>${weeks}</Weeks><DaysOfWeek>${days}</DaysOfWeek>${monthsOf(cron)}</ScheduleByMonthDayOfWeek>`;
  const allWeeks = ['1', '2', '3', '4', 'Last'].map((week) => `<Week>${week}</Week>`).join('');
  return [
    ...plain.map((days) =>
      always
        ? `<ScheduleByWeek><DaysOfWeek>${days}</DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>`
        : inMonths(allWeeks, days),
    ),
    ...cron.weekRules.map((rule) => {
      if (rule.kind !== 'nth' && rule.kind !== 'last-weekday-of') throw refuse('This rule of weeks cannot be said.');
      const week = rule.kind === 'nth' ? rule.n : 'Last';
      if (week === 5) throw refuse('Windows does not know a fifth week.');
      return inMonths(`<Week>${week}</Week>`, `<${WEEKDAYS[rule.weekday]}/>`);
    }),
  ];
}
