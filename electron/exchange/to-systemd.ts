import type { ExchangeFile } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { type Cron, type DayRule, parseCron } from '#core/cron.ts';
import { argvOf, callOf, variablesOf } from './calls.ts';
import { calendarRules, eachTrigger, exportEach, noSuchTrigger, type Part, sayLost } from './exporting.ts';
import { bitsOf, runs, stepOf } from './fields.ts';
import { type ExchangeContext, type Formatted, reasonOf, refuse, type Say } from './findings.ts';
import { slugs } from './names.ts';
import { type Rule, ringsAlike } from './rules.ts';
import { SYSTEMD_RULE } from './systemd.ts';

/** A timer and a service for each job, for `~/.config/systemd/user`. */
export function formatSystemd(jobs: JobDraft[], context: ExchangeContext): Formatted {
  const names = slugs(jobs.map(({ name }) => name));
  return exportEach(jobs, (job, say, at) => unitsFor(job, names[at] as string, context, say));
}

function unitsFor(job: JobDraft, name: string, context: ExchangeContext, say: Say): ExchangeFile[] {
  const service = serviceText(job, context, say);
  const times = eachTrigger(job, say, (spec, where) =>
    timesOf(spec, job, context, (text) => say(where, text, 'times')),
  );
  const persistent = job.policy.missed !== 'skip';
  if (job.policy.missed === 'all') say('', 'systemd makes up for all missed runs with one.', 'times');
  const { overlap, success } = job.policy;
  if (overlap.mode === 'parallel') say('', 'systemd does not start it beside a run that has not ended.', 'times');
  const carried: Part[] = ['missed', 'timeout', 'disabled'];
  if (overlap.mode === 'skip') carried.push('overlap');
  if (success.mustMatch === null && success.mustNotMatch === null && success.exitCodes.includes(0))
    carried.push('success');
  sayLost(job, 'systemd', carried, say);
  if (!job.enabled) say('', 'It is switched off: do not enable its timer.');
  const timer = [
    ...['[Unit]', `Description=${oneLine(job.name)}`, '', '[Timer]', ...times],
    ...[...(persistent ? ['Persistent=true'] : []), 'AccuracySec=1s', '', '[Install]', 'WantedBy=timers.target', ''],
  ];
  return [
    { name: `${name}.timer`, text: timer.join('\n') },
    { name: `${name}.service`, text: service },
  ];
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').replaceAll('%', '%%').replace(/\\$/, '');

function timesOf(spec: TriggerSpec, job: JobDraft, context: ExchangeContext, say: (text: string) => void): string[] {
  if (spec.kind === 'start') return ['OnStartupSec=0'];
  if (spec.kind === 'once') {
    if (spec.at % 1000 !== 0) say('It rings at the full second before.');
    return [`OnCalendar=${new Date(spec.at).toISOString().slice(0, 19).replace('T', ' ')} UTC`];
  }
  if (spec.kind !== 'cron' && spec.kind !== 'interval') return noSuchTrigger(spec);
  const seconds = spec.kind === 'interval' ? { second: 1, minute: 60, hour: 3600 }[spec.unit as 'second'] : undefined;
  try {
    return calendarRules(spec, job, context, true, say).flatMap((rule) => onCalendar(rule, context, say));
  } catch (error) {
    if (seconds === undefined || spec.kind !== 'interval' || spec.anchor > context.now) throw error;
    say(`${reasonOf(error)} systemd counts it from the last start.`);
    return [`OnStartupSec=${spec.every * seconds}`, `OnUnitActiveSec=${spec.every * seconds}`];
  }
}

function onCalendar(rule: Rule, { here, now }: ExchangeContext, say: (text: string) => void): string[] {
  const cron = parseCron(rule.expression);
  // Without change of clocks a rhythm goes on; so it does for those whose hours are all alike.
  const everyHour = cron.hours.length === 24 && cron.anyDayOfMonth && cron.anyWeekday && cron.months === ALL_MONTHS;
  const alike = ringsAlike(rule, SYSTEMD_RULE, now);
  const inUtc = !alike && everyHour && ringsAlike(rule, SYSTEMD_RULE, now, 'UTC');
  if (!alike && !inUtc) say('At a change of clocks systemd leaves out what Belfry rings, or the other way round.');
  const zone = inUtc ? ' UTC' : rule.zone === here ? '' : ` ${rule.zone}`;
  const time = [cron.hours, cron.minutes, cron.seconds].map((values, at) => list(values, at === 0 ? 23 : 59)).join(':');
  return daysOf(cron).map((days) => `OnCalendar=${days} ${time}${zone}`);
}

const ALL_MONTHS = 0b1_1111_1111_1110;
const NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const pad = (value: number) => String(value).padStart(2, '0');

function list(values: number[], max: number, min = 0): string {
  if (values.length === max - min + 1) return '*';
  const step = stepOf(values);
  if (step > 1 && values.length > 2 && (values.at(-1) as number) + step > max)
    return `${pad(values[0] as number)}/${step}`;
  return runs(values)
    .map(([from, to]) => (from === to ? pad(from) : `${pad(from)}..${pad(to)}`))
    .join(',');
}

/** Either of the two day fields: a line for each, for systemd wants both of one line to match. */
function daysOf(cron: Cron): string[] {
  const months = list(bitsOf(cron.months), 12, 1);
  if (cron.anyDayOfMonth && cron.anyWeekday) return [`*-${months}-*`];
  const days = cron.anyDayOfMonth ? [] : bitsOf(cron.daysOfMonth);
  const weekdays = cron.anyWeekday ? [] : bitsOf(cron.weekdays);
  return [
    ...(days.length > 0 ? [`*-${months}-${list(days, 31, 1)}`] : []),
    ...(cron.anyDayOfMonth ? [] : cron.monthRules.map((rule) => ruleText(rule, months))),
    ...(weekdays.length > 0 ? [`${weekdays.map((day) => NAMES[day]).join(',')} *-${months}-*`] : []),
    ...(cron.anyWeekday ? [] : cron.weekRules.map((rule) => ruleText(rule, months))),
  ];
}

function ruleText(rule: DayRule, months: string): string {
  switch (rule.kind) {
    case 'last':
      if (rule.nearestWeekday) throw refuse('The weekday nearest to the end of a month cannot be said.');
      return `*-${months}~${pad(rule.minus + 1)}`;
    case 'nearest':
      throw refuse('The weekday nearest to a day cannot be said.');
    case 'last-weekday-of':
      return `${NAMES[rule.weekday]} *-${months}~07/1`;
    case 'nth':
      return `${NAMES[rule.weekday]} *-${months}-${pad(rule.n * 7 - 6)}..${pad(Math.min(31, rule.n * 7))}`;
  }
}

function serviceText(job: JobDraft, context: ExchangeContext, say: Say): string {
  const [program = '', ...args] = argvOf(callOf(job, context.shell, say));
  if (/^[-@:+!|]/.test(program)) throw refuse(`A program named ${program} cannot be said.`);
  const { timeoutMs, success } = job.policy;
  const codes = success.exitCodes.filter((code) => code !== 0);
  return [
    ...[
      '[Unit]',
      `Description=${oneLine(job.description.split('\n')[0] || job.name)}`,
      '',
      '[Service]',
      'Type=oneshot',
    ],
    ...variablesOf(job).map(([name, value]) => `Environment=${word(`${name}=${value}`)}`),
    ...(job.workingDirectory === null ? [] : [`WorkingDirectory=${job.workingDirectory.replaceAll('%', '%%')}`]),
    ...(timeoutMs === null ? [] : [`TimeoutStartSec=${timeoutMs}ms`]),
    ...(codes.length > 0 ? [`SuccessExitStatus=${codes.join(' ')}`] : []),
    `ExecStart=${[word(program), ...args.map((arg) => word(arg.replaceAll('$', '$$$$')))].join(' ')}`,
    '',
  ].join('\n');
}

/** A word as a unit file has it. */
function word(text: string): string {
  const plain = text.replaceAll('%', '%%');
  if (/^[\w@%+=:,./$-]+$/.test(plain)) return plain;
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}
