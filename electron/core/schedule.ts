import { BelfryError } from '#contract/error.ts';
import type { DaylightSaving } from '#contract/policy.ts';
import type { ScheduleQuery, ScheduleReading, Wanted } from '#contract/schedule.ts';
import { isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { explain } from './explain.ts';
import { sequenceOf, upcoming } from './occurrences.ts';
import { readSchedule } from './words.ts';

/**
 * Reads a schedule, typed or as data, and tells what it means and when it rings next.
 * @throws BelfryError `invalid`, field `schedule`, `expression` or `zone`
 */
export function readQuery(query: ScheduleQuery, defaults: { now: number; zone: string }): ScheduleReading {
  const { schedule, gap, repeat, count, wanted } = query;
  const zone = query.zone ?? defaults.zone;
  const { now } = defaults;
  const { spec, understood } =
    typeof schedule === 'string' ? readTyped(schedule, { now, zone, wanted }) : { spec: schedule, understood: [] };
  const from = query.from ?? now;
  const next = isTimed(spec) ? upcoming(sequenceOf(spec, zone, { gap, repeat }), from, count) : [];
  return { spec, words: explain(spec, zone), zone, next, understood };
}

const EVENTS = [
  { kind: 'start', words: /^\s*((when|after) belfry starts|(at|on) start)\s*$/i },
  { kind: 'wake', words: /^\s*((when|after) the computer wakes( up)?|(at|on) wake)\s*$/i },
] as const;

/** Cron or words; also those of the two events that need to say no more. */
function readTyped(
  text: string,
  options: { now: number; zone: string; wanted: Wanted },
): Pick<ScheduleReading, 'spec' | 'understood'> {
  const event = EVENTS.find(({ words }) => words.test(text));
  return event ? { spec: { kind: event.kind }, understood: [[0, text.length]] } : readSchedule(text, options);
}

/**
 * Refuses triggers that cannot ring after `now` (epoch ms).
 * @throws BelfryError `invalid` or `never-rings`, field `triggers.N.expression`, `.every` or `.at`
 */
export function checkTriggers(specs: TriggerSpec[], zone: string, dst: DaylightSaving, now: number): void {
  specs.forEach((spec, at) => {
    if (!isTimed(spec)) return;
    const field = `triggers.${at}.`;
    let next: number | null;
    try {
      next = sequenceOf(spec, zone, dst).next(now);
    } catch (error) {
      if (!(error instanceof BelfryError)) throw error;
      throw new BelfryError(error.code, error.message, error.field === 'zone' ? 'zone' : field + error.field);
    }
    if (next !== null) return;
    if (spec.kind === 'once')
      throw new BelfryError('invalid', 'This time has passed. Choose one in the future.', `${field}at`);
    if (spec.kind === 'interval')
      throw new BelfryError('never-rings', 'This interval is too long: it never rings.', `${field}every`);
    throw new BelfryError(
      'never-rings',
      'This schedule never rings: no date matches it, like 30 February.',
      `${field}expression`,
    );
  });
}
