import type { IntervalSpec, TriggerSpec } from '#contract/trigger.ts';
import { writeInstant } from './civil-time.ts';
import { parseCron } from './cron.ts';
import { dayWords, monthWords } from './explain-days.ts';
import { rhythmWords, timesOfDay } from './explain-time.ts';

/** A schedule in words; typed back, they mean the same schedule. @throws BelfryError for a cron that does not parse */
export function explain(spec: TriggerSpec, zone: string): string {
  switch (spec.kind) {
    case 'cron':
      return explainCron(spec.expression);
    case 'interval':
      return `Every ${amount(spec)}, starting ${writeInstant(spec.anchor, zone)}`;
    case 'once':
      return `On ${writeInstant(spec.at, zone).replace(' ', ' at ')}`;
  }
}

/** The expression behind a schedule, where it is cron. */
export function toCron(spec: TriggerSpec): string | null {
  return spec.kind === 'cron' ? spec.expression : null;
}

function amount({ every, unit }: IntervalSpec): string {
  return every === 1 ? unit : `${every} ${unit}s`;
}

function explainCron(expression: string): string {
  const cron = parseCron(expression);
  const [days, months, times] = [dayWords(cron), monthWords(cron), timesOfDay(cron)];
  // Beside “every 10 minutes”, a second “every” would read as a second rhythm.
  const limit = days === 'every day' ? '' : days.replace(/^every year /, '');
  const parts = times === null ? [rhythmWords(cron), limit] : [`${days} at ${times}`];
  return capital([...parts, months].filter(Boolean).join(', '));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
