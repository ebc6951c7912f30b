import type { ExchangeFile } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { parseCron } from '#core/cron.ts';
import { argvOf, callOf, variablesOf } from './calls.ts';
import { calendarRules, eachTrigger, exportEach, noSuchTrigger, sayLost } from './exporting.ts';
import { bitsOf } from './fields.ts';
import { type ExchangeContext, type Formatted, reasonOf, refuse, type Say } from './findings.ts';
import type { Plist } from './launchd.ts';
import { slugs } from './names.ts';
import { isUntouched, ringsAlike } from './rules.ts';
import { escapeXml } from './xml.ts';

/** More would be a file that nobody can read. */
const DICT_LIMIT = 500;

/** A property list for each job, for `~/Library/LaunchAgents`. */
export function formatLaunchd(jobs: JobDraft[], context: ExchangeContext): Formatted {
  const names = slugs(jobs.map(({ name }) => name));
  return exportEach(jobs, (job, say, at) => [fileFor(job, `belfry.${names[at]}`, context, say)]);
}

function fileFor(job: JobDraft, label: string, context: ExchangeContext, say: Say): ExchangeFile {
  const environment = Object.fromEntries(variablesOf(job));
  const { timeoutMs } = job.policy;
  const argv = argvOf(callOf(job, context.shell, say));
  const given = eachTrigger(job, say, (spec, where) => keysOf(spec, job, context, (text) => say(where, text, 'times')));
  const calendar = given.flatMap((keys) => ('calendar' in keys ? keys.calendar : []));
  const others = Object.assign({}, ...given.flatMap((keys) => ('calendar' in keys ? [] : [keys])));
  if (given.filter((keys) => 'StartInterval' in keys).length > 1)
    say('', 'launchd knows one interval, so the last of them was taken.', 'refused');
  if (calendar.length > 0 && job.policy.missed !== 'once')
    say('', 'launchd rings once after a sleep for all that it held back.', 'times');
  if (job.policy.overlap.mode === 'parallel')
    say('', 'launchd does not start it beside a run that has not ended.', 'times');
  sayLost(
    job,
    'launchd',
    ['missed', 'disabled', ...(job.policy.overlap.mode === 'skip' ? ['overlap' as const] : [])],
    say,
  );
  if (timeoutMs !== null) say('', 'launchd bounds no run.');
  const dict: Record<string, Plist> = {
    Label: label,
    ProgramArguments: argv,
    ...(job.enabled ? {} : { Disabled: true }),
    ...(Object.keys(environment).length > 0 && { EnvironmentVariables: environment }),
    WorkingDirectory: job.workingDirectory ?? context.home,
    ...(calendar.length > 0 && { StartCalendarInterval: calendar }),
    ...others,
  };
  return { name: `${label}.plist`, text: `${HEAD}${write(dict, '')}\n</plist>\n` };
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

function write(value: Plist, indent: string): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>`;
  if (typeof value === 'boolean') return `${indent}<${value}/>`;
  const [name, lines] = Array.isArray(value)
    ? ['array', value.map((one) => write(one, inner))]
    : [
        'dict',
        Object.entries(value).flatMap(([key, one]) => [`${inner}<key>${escapeXml(key)}</key>`, write(one, inner)]),
      ];
  return lines.length === 0 ? `${indent}<${name}/>` : `${indent}<${name}>\n${lines.join('\n')}\n${indent}</${name}>`;
}

type Keys =
  | { calendar: Record<string, number>[] }
  | { StartInterval: number }
  | { RunAtLoad: true }
  | { WatchPaths: string[] };

function keysOf(spec: TriggerSpec, job: JobDraft, context: ExchangeContext, say: (text: string) => void): Keys[] {
  switch (spec.kind) {
    case 'start':
      say('launchd starts it at login, Belfry when Belfry starts.');
      return [{ RunAtLoad: true }];
    case 'files':
      if (spec.paths.some((path) => /[*?[{]/.test(path))) throw refuse('launchd watches paths, no patterns.');
      return [{ WatchPaths: spec.paths.map((path) => path.replace(/^~(?=$|\/)/, context.home)) }];
    case 'cron':
      return [{ calendar: calendarOf(spec, job, context, say) }];
    case 'interval': {
      const seconds = { second: 1, minute: 60, hour: 3600 }[spec.unit as 'second'] as number | undefined;
      try {
        return [{ calendar: calendarOf(spec, job, context, say) }];
      } catch (error) {
        if (seconds === undefined || spec.anchor > context.now) throw error;
        say(`${reasonOf(error)} launchd counts it from when it is loaded.`);
        return [{ StartInterval: spec.every * seconds }];
      }
    }
    default:
      return noSuchTrigger(spec);
  }
}

/** Every combination of the fields. Either of Day and Weekday matches in launchd, too: a dictionary for each. */
function calendarOf(
  spec: TriggerSpec & { kind: 'cron' | 'interval' },
  job: JobDraft,
  context: ExchangeContext,
  say: (text: string) => void,
) {
  return calendarRules(spec, job, context, false, say).flatMap((rule) => {
    if (rule.zone !== context.here && !ringsAlike(rule, rule.dst, context.now, context.here))
      throw refuse(`It rings by the clock of ${rule.zone}, and launchd knows the computer’s only.`);
    if (!isUntouched(rule, context.now)) say('Changes of clocks are up to launchd.');
    const cron = parseCron(rule.expression);
    if (cron.monthRules.length > 0 || cron.weekRules.length > 0) throw refuse('launchd does not know L, W and #.');
    const some = (values: number[], all: number, key: string) =>
      values.length === all ? [{}] : values.map((value) => ({ [key]: value }));
    const days = cron.anyDayOfMonth ? [] : bitsOf(cron.daysOfMonth).map((Day) => ({ Day }));
    const weekdays = cron.anyWeekday ? [] : bitsOf(cron.weekdays).map((Weekday) => ({ Weekday }));
    const lists = [
      some(bitsOf(cron.months), 12, 'Month'),
      cron.anyDayOfMonth && cron.anyWeekday ? [{}] : [...days, ...weekdays],
      some(cron.hours, 24, 'Hour'),
      some(cron.minutes, 60, 'Minute'),
    ];
    const size = lists.reduce((product, list) => product * list.length, 1);
    if (size > DICT_LIMIT) throw refuse(`launchd would need ${size} times for it.`);
    return lists.reduce<Record<string, number>[]>(
      (all, list) => all.flatMap((one) => list.map((more) => ({ ...one, ...more }))),
      [{}],
    );
  });
}
