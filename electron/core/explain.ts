import type { EventSpec, IntervalSpec, TriggerSpec } from '#contract/trigger.ts';
import { writeInstant } from './civil-time.ts';
import { parseCron } from './cron.ts';
import { dayWords, monthWords } from './explain-days.ts';
import { rhythmWords, timesOfDay } from './explain-time.ts';

/**
 * A trigger in words; typed back, those of a schedule mean the same schedule. `nameOf` gives the names of other jobs.
 * @throws BelfryError for a cron that does not parse
 */
export function explain(
  spec: TriggerSpec,
  zone: string,
  nameOf: (jobId: number) => string | undefined = () => undefined,
): string {
  switch (spec.kind) {
    case 'cron':
      return explainCron(spec.expression);
    case 'interval':
      return `Every ${amount(spec)}, starting ${writeInstant(spec.anchor, zone)}`;
    case 'once':
      return `On ${writeInstant(spec.at, zone).replace(' ', ' at ')}`;
    default:
      return explainEvent(spec, nameOf);
  }
}

const AFTER = { success: 'succeeds', failure: 'fails', end: 'ends' };

function explainEvent(spec: EventSpec, nameOf: (jobId: number) => string | undefined): string {
  switch (spec.kind) {
    case 'start':
      return 'When Belfry starts';
    case 'wake':
      return 'When the computer wakes';
    case 'after': {
      const name = nameOf(spec.job);
      return `After ${name === undefined ? `job ${spec.job}` : `“${name}”`} ${AFTER[spec.on]}`;
    }
    case 'files':
      return `When ${spec.paths.join(', ')} changes`;
  }
}

/** The expression behind a schedule, where it is cron. */
export function toCron(spec: TriggerSpec): string | null {
  return spec.kind === 'cron' ? spec.expression : null;
}

function amount({ every, unit }: IntervalSpec): string {
  return every === 1 ? unit : `${every} ${unit}s`;
}

/** By expression: ten thousand jobs are told of at once, and most say the same as a minute ago. */
const explained = new Map<string, string>();
const EXPLAINED_LIMIT = 20_000;

function explainCron(expression: string): string {
  const known = explained.get(expression);
  if (known !== undefined) return known;
  const words = cronWords(expression);
  if (explained.size >= EXPLAINED_LIMIT) explained.clear();
  explained.set(expression, words);
  return words;
}

function cronWords(expression: string): string {
  const cron = parseCron(expression);
  const [days, months, times] = [dayWords(cron), monthWords(cron), timesOfDay(cron)];
  // Beside “every 10 minutes”, a second “every” would read as a second rhythm.
  const limit = days === 'every day' ? '' : days.replace(/^every year /, '');
  const parts = times === null ? [rhythmWords(cron), limit] : [`${days} at ${times}`];
  return capital([...parts, months].filter(Boolean).join(', '));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
