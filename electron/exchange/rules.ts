import type { DaylightSaving } from '#contract/policy.ts';
import type { CronSpec, IntervalSpec } from '#contract/trigger.ts';
import { civil, DAY_MS, weekdayOf } from '#core/calendar.ts';
import { wallOf } from '#core/civil-time.ts';
import { MACROS, parseCron } from '#core/cron.ts';
import { fieldText, span, timeFields } from './fields.ts';
import { refuse } from './findings.ts';
import { isSteady, type Ringing, sameInstants } from './instants.ts';

/** A schedule by the calendar that other schedulers can be told, and how Belfry rings it at changes of clocks. */
export interface Rule {
  expression: string;
  zone: string;
  dst: DaylightSaving;
  /** Its instants lie a little before those of the job. */
  moved: boolean;
}

const REAL = { second: 1, minute: 60, hour: 3600 } as const;
const DAY = 86_400;
/** Real time goes on through every change of clocks. */
const STEADY: DaylightSaving = { gap: 'skip', repeat: 'both' };

interface Given {
  zone: string;
  dst: DaylightSaving;
  now: number;
  /** Whether the other scheduler knows seconds. */
  seconds: boolean;
}

/** A cron expression or an interval as rules of the calendar. @throws BelfryError with the reason where there are none */
export function rulesOf(spec: CronSpec | IntervalSpec, given: Given): Rule[] {
  if (spec.kind === 'cron') {
    const { seconds } = parseCron(spec.expression);
    if (!given.seconds && seconds.join() !== '0')
      throw refuse('It rings at seconds, and only full minutes can be said.');
    return [{ expression: spec.expression, zone: given.zone, dst: given.dst, moved: false }];
  }
  const grain = given.seconds || spec.unit === 'second' ? 1000 : 60_000;
  const anchor = Math.floor(spec.anchor / grain) * grain;
  const moved = anchor !== spec.anchor;
  const real = REAL[spec.unit as keyof typeof REAL];
  if (anchor > given.now) throw refuse('It begins only later, and a beginning cannot be said.');
  return real === undefined
    ? [calendarRule({ ...spec, anchor }, given, moved)]
    : realRules(spec.every * real, anchor, given, moved);
}

/** Every so many seconds, where that divides the day. */
function realRules(step: number, anchor: number, given: Given, moved: boolean): Rule[] {
  if (DAY % step !== 0) throw refuse('Its interval does not divide the day, so no times of day say it.');
  if (!given.seconds && (step % 60 !== 0 || anchor % 60_000 !== 0))
    throw refuse('It rings at seconds, and only full minutes can be said.');
  const zone = zoneFor(step, given);
  const phase = Math.floor(wallOf(anchor, zone) / 1000) % step;
  if (60 % step === 0) {
    const expression = `${fieldText(span(phase, 59, step), 0, 59)} * * * * *`;
    return [{ expression, zone, dst: STEADY, moved }];
  }
  const fields = timeFields(span(phase, DAY - 1, step));
  if (fields.length === 0) throw refuse('Its interval takes more times of day than can be said.');
  return fields.map(({ seconds, minutes, hours }) => ({
    ...{ zone, dst: STEADY, moved },
    expression: `${seconds[0] ? `${seconds[0]} ` : ''}${fieldText(minutes, 0, 59)} ${fieldText(hours, 0, 23)} * * *`,
  }));
}

/** The job's zone where its clocks keep step with the interval, else UTC, whose clocks never change. */
function zoneFor(step: number, { zone, now }: Given): string {
  return isSteady(zone, now) || 1800 % step === 0 ? zone : 'UTC';
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Every day, week, so many months or year at the wall time of the anchor. */
function calendarRule({ every, unit, anchor }: IntervalSpec, given: Given, moved: boolean): Rule {
  const wall = wallOf(anchor, given.zone);
  const { month, day } = civil(Math.floor(wall / DAY_MS));
  const time = new Date(wall);
  const seconds = time.getUTCSeconds();
  const clock = `${seconds ? `${seconds} ` : ''}${time.getUTCMinutes()} ${time.getUTCHours()}`;
  const rule = (days: string) => ({ expression: `${clock} ${days}`, zone: given.zone, dst: fixed(given.dst), moved });
  if (unit === 'day' && every === 1) return rule('* * *');
  if (unit === 'week' && every === 1) return rule(`* * ${weekdayOf(Math.floor(wall / DAY_MS))}`);
  const months = unit === 'year' ? every * 12 : unit === 'month' ? every : 0;
  if (months === 0 || 12 % months !== 0)
    throw refuse(`Every ${every} ${unit}s from a date is no rule of the calendar that can be said.`);
  const named = span(((month - 1) % months) + 1, 12, months);
  const shortest = Math.min(...named.map((one) => MONTH_LENGTHS[one - 1] ?? 31));
  if (day > shortest && day !== 31)
    throw refuse(`It rings on day ${day}, or the last day of shorter months, which cannot be said.`);
  return rule(`${day > shortest ? 'L' : day} ${fieldText(named, 1, 12)} *`);
}

/** An interval of days rings once in a repeated hour unless it is told to ring in both. */
const fixed = ({ gap, repeat }: DaylightSaving): DaylightSaving => ({
  gap,
  repeat: repeat === 'auto' ? 'once' : repeat,
});

/** Whether another scheduler, by its rule for changes of clocks, rings at the same instants. */
export function ringsAlike(rule: Rule, theirs: DaylightSaving, now: number, zone = rule.zone): boolean {
  const spec = { kind: 'cron', expression: rule.expression } as const;
  const ours: Ringing = { spec, zone: rule.zone, dst: rule.dst };
  return sameInstants(ours, { spec, zone, dst: theirs }, now);
}

const RULES: readonly DaylightSaving[] = (['after', 'skip'] as const).flatMap((gap) =>
  (['once', 'both'] as const).map((repeat) => ({ gap, repeat })),
);

/**
 * Whether no change of clocks touches a schedule, whatever the rule: for schedulers that do not say theirs. Told as single
 * times, a rhythm is none any more, so it is looked at that way too.
 */
export function isUntouched(rule: Rule, now: number): boolean {
  const spec = { kind: 'cron', expression: rule.expression } as const;
  const ours: Ringing = { spec, zone: rule.zone, dst: rule.dst };
  return [rule.expression, asTimes(rule.expression)].every((expression) =>
    RULES.every((dst) => sameInstants(ours, { spec: { kind: 'cron', expression }, zone: rule.zone, dst }, now)),
  );
}

/** The same times of day, each named by itself. */
function asTimes(expression: string): string {
  const { seconds, minutes, hours } = parseCron(expression);
  const days = (MACROS[expression.toLowerCase()] ?? expression).trim().split(/\s+/).slice(-3).join(' ');
  return `${seconds.join()} ${minutes.join()} ${hours.join()} ${days}`;
}
