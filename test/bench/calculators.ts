import { CronTime } from 'cron';
import { Cron } from 'croner';
import cron from 'node-cron';
import schedule from 'node-schedule';
import { policy } from '#contract/policy.ts';
import { sequenceOf } from '#core/occurrences.ts';

/** Schedules of several kinds, as cron and as the fields that node-schedule calculates from by itself. */
export const SCHEDULES: Record<string, Partial<schedule.RecurrenceRule>> = {
  '* * * * *': { second: 0 },
  '30 2 * * *': { second: 0, minute: 30, hour: 2 },
  '0 9 * * 1-5': { second: 0, minute: 0, hour: 9, dayOfWeek: [new schedule.Range(1, 5)] },
  '0 0 29 2 *': { second: 0, minute: 0, hour: 0, date: 29, month: 1 },
};

/** Finds `steps` occurrences one after another; null where a scheduler has no function that says what comes next. */
export type Calculator = (expression: string, zone: string) => (steps: number) => void;

const FROM = Date.UTC(2026, 0, 1);

export const calculators: Record<string, Calculator> = {
  belfry: (expression, zone) => {
    const sequence = sequenceOf({ kind: 'cron', expression }, zone, policy.parse({}));
    return follow(FROM, (at) => sequence.next(at));
  },
  croner: (expression, timezone) => {
    const job = new Cron(expression, { timezone, paused: true });
    return follow(new Date(FROM), (at) => job.nextRun(at));
  },
  // Tells only what comes after now.
  'node-cron': (expression, timezone) => {
    const task = cron.createTask(expression, () => {}, { timezone });
    return (steps) => void task.getNextRuns(steps);
  },
  cron: (expression, zone) => {
    const time = new CronTime(expression, zone);
    return follow(new Date(FROM), (at) => time.getNextDateFrom(at, zone).toJSDate());
  },
  'node-schedule': (expression, tz) => {
    const rule = Object.assign(new schedule.RecurrenceRule(), SCHEDULES[expression], { tz });
    return follow(new Date(FROM), (at) => rule.nextInvocationDate(at));
  },
};

function follow<T>(from: T, next: (at: T) => T | null): (steps: number) => void {
  return (steps) => {
    let at: T | null = from;
    for (let step = 0; step < steps && at !== null; step++) at = next(at);
  };
}
