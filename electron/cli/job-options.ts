import { type Command, Option } from 'commander';
import type { Action, Json } from '#contract/action.ts';
import { type Conditions, type JobRetention, missedPolicy, overlapPolicy } from '#contract/policy.ts';
import {
  type ConditionName,
  conditionsOf,
  gatherConditions,
  gatherPlaces,
  type Place,
  readUnmet,
} from './condition-options.ts';
import { readDuration } from './durations.ts';
import { addEmailOptions, EMAIL_DETAILS, type EmailOptions, readEmail } from './email-options.ts';
import { UsageError } from './failure.ts';
import { addHttpOptions, HTTP_DETAILS, type HttpOptions, readHttp } from './http-options.ts';
import { addKeepOptions, type KeepOptions, readKeep } from './keep-options.ts';
import { addNotifyOptions, type NotifyOptions } from './notify-options.ts';
import { gather } from './reading.ts';
import { addScriptOptions, readScript, SCRIPT_DETAILS, type ScriptOptions } from './script-options.ts';
import { addSqlOptions, readSql, SQL_DETAILS, type SqlOptions } from './sql-options.ts';
import { type EventName, gatherEvents, gatherIntervals, type Interval } from './trigger-options.ts';

/** What `add` and `edit` are told; `false` comes from an option's `--no-` form. */
export interface JobOptions extends ScriptOptions, HttpOptions, EmailOptions, SqlOptions, NotifyOptions, KeepOptions {
  name?: string;
  description?: string;
  cron?: string[];
  every?: Interval[];
  at?: string[];
  schedule?: string[] | false;
  on?: EventName[];
  after?: string[];
  files?: string[];
  settle?: number;
  if?: ConditionName[] | false;
  even?: Place[] | false;
  unmet?: Partial<Conditions>;
  tz?: string | false;
  command?: string;
  function?: { module: string; export: string };
  tag?: string[] | false;
  missed?: 'once' | 'all' | 'skip';
  overlap?: 'skip' | 'queue' | 'parallel' | 'replace';
  timeout?: number | false;
  retries?: number;
  keepAwake?: boolean;
  env?: Record<string, string> | false;
  cwd?: string | false;
}

/** The options that describe a job. */
export function addJobOptions(command: Command): Command {
  addKeepOptions(command)
    .option('--description <text>', 'what it is for')
    .option('--cron <expression>', 'when, as cron of 5 or 6 fields; may be repeated, as the next three', gather)
    .option('--every <duration>', 'when, as an interval from now: 90s, 20m, 3h, 2d, 1w', gatherIntervals)
    .option('--at <iso>', 'when, once: a date and time', gather)
    .option('--schedule <text>', 'when, in words or as cron: "every weekday at 9:30"', gather)
    .option(
      '--on <start|wake>',
      'when Belfry starts or the computer wakes; may be repeated, as the next two',
      gatherEvents,
    )
    .option('--after <job[:success|failure|end]>', 'when a run of another job has ended; :success is meant', gather)
    .option('--files <path>', 'when a file, a folder or what matches a pattern changes', gather)
    .option('--settle <duration>', 'how long files must be still: 2s', (text) => readDuration(text, 'settle'))
    .option(
      '--if <condition>',
      'only on mains, online, unmetered, idle=10m or not-quiet; may be repeated',
      gatherConditions,
    )
    .option('--even <battery|metered>', 'even where Settings hold jobs; may be repeated', gatherPlaces)
    .option('--unmet <skip|wait=DURATION>', 'what becomes of a run whose conditions are not met', readUnmet)
    .option('--tz <zone>', 'the time zone of its schedule')
    .option('--command <line>', 'run a line in your shell')
    .option('--function <module:export>', 'run a function of a module in the jobs folder', readFunction)
    .option('--args <json>', 'a JSON array, the arguments of the function or script', readArgs);
  addScriptOptions(command);
  addHttpOptions(command);
  addEmailOptions(command);
  addSqlOptions(command);
  command
    .option('--tag <tag>', 'a tag; may be repeated', gather)
    .addOption(new Option('--missed <policy>', 'what becomes of missed runs').choices(missedPolicy.options))
    .addOption(
      new Option('--overlap <policy>', 'what happens while it still runs').choices(
        overlapPolicy.shape.mode.unwrap().options,
      ),
    )
    .option('--timeout <duration>', 'stop an attempt after this long', (text) => readDuration(text, 'timeout'))
    .option('--retries <n>', 'attempts after one that failed', readRetries)
    .option('--keep-awake', 'do not let the computer fall asleep by itself while it runs')
    .option('--env <name=value>', 'a variable of its environment; may be repeated', gatherVariable)
    .option('--cwd <dir>', 'the folder it runs in');
  return addNotifyOptions(command);
}

/** The options that name what a job does, and those that say more about each. */
const DETAILS = {
  command: [],
  script: SCRIPT_DETAILS,
  http: HTTP_DETAILS,
  email: EMAIL_DETAILS,
  sql: SQL_DETAILS,
  function: ['args'],
} as const;
const KINDS = Object.keys(DETAILS) as (keyof typeof DETAILS)[];
export const KIND_OPTIONS = new Intl.ListFormat('en', { type: 'disjunction' }).format(KINDS.map((kind) => `--${kind}`));

/** The action named, over the one the job has; null when nothing of it is named. */
export function readAction(options: JobOptions, before?: Action): Action | null {
  const named = KINDS.filter((kind) => options[kind] !== undefined);
  if (named.length > 1) throw new UsageError(`Give only one of ${KIND_OPTIONS}.`, named[0]);
  const kind = named[0] ?? KINDS.find((one) => one === before?.kind);
  const details = KINDS.flatMap((owner) => DETAILS[owner].map((option) => ({ owner, option })));
  const given = details.filter(({ option }) => options[option] !== undefined);
  const fitting: string[] = given.filter(({ owner }) => owner === kind).map(({ option }) => option);
  const stray = given.find(({ option }) => !fitting.includes(option));
  if (stray) {
    const option = stray.option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const owners = given.filter((one) => one.option === stray.option).map(({ owner }) => `--${owner}`);
    throw new UsageError(`--${option} belongs to ${owners.join(' or ')}.`, option);
  }
  if (named.length === 0 && given.length === 0) return null;
  switch (kind) {
    case 'script':
      return readScript(options, before?.kind === 'script' ? before : undefined);
    case 'sql':
      return readSql(options, before?.kind === 'sql' ? before : undefined);
    case 'http':
      return readHttp(options, before?.kind === 'http' ? before : undefined);
    case 'email':
      return readEmail(options, before?.kind === 'email' ? before : undefined);
    case 'function':
      return readCall(options, before);
    default:
      return { kind: 'command', run: { by: 'shell', line: options.command ?? '' } };
  }
}

function readCall({ function: called, args }: JobOptions, before: Action | undefined): Action | null {
  if (called) return { kind: 'function', ...called, args: args ?? [] };
  return before?.kind === 'function' && args ? { ...before, args } : null;
}

/** The policies named, over those the job has. */
export function readPolicy<
  P extends { overlap?: object; retry?: object; conditions?: Partial<Conditions>; retention?: Partial<JobRetention> },
>(options: JobOptions, before: P) {
  const { missed, overlap, timeout, retries, keepAwake } = options;
  const retention = readKeep(options, before.retention);
  const conditions = readConditions(options, before.conditions);
  return {
    ...before,
    ...(conditions && { conditions }),
    ...(missed && { missed }),
    ...(keepAwake !== undefined && { keepAwake }),
    ...(overlap && { overlap: { ...before.overlap, mode: overlap } }),
    ...(timeout !== undefined && { timeoutMs: timeout === false ? null : timeout }),
    ...(retries !== undefined && { retry: { ...before.retry, count: retries } }),
    ...(retention && { retention }),
  };
}

function readConditions({ if: names, even, unmet }: JobOptions, before: Partial<Conditions> | undefined) {
  if (names === undefined && even === undefined && !unmet) return null;
  return { ...before, ...conditionsOf(names === false ? [] : names, even === false ? [] : even, before), ...unmet };
}

/** NAME=value, gathered. */
export function gatherVariable(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError('Give --env as NAME=value.', 'env');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function readFunction(text: string): { module: string; export: string } {
  const colon = text.lastIndexOf(':');
  if (colon < 1) throw new UsageError('Give --function as MODULE:EXPORT, such as samples.mjs:hello.', 'function');
  return { module: text.slice(0, colon), export: text.slice(colon + 1) };
}

function readArgs(text: string): Json[] {
  try {
    const args: unknown = JSON.parse(text);
    if (Array.isArray(args)) return args;
  } catch {
    // Refused below, as what is JSON but no array.
  }
  throw new UsageError('Give --args a JSON array, such as \'["hello", 3]\'.', 'args');
}

function readRetries(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 100) {
    throw new UsageError('Give --retries a whole number from 0 to 100.', 'retries');
  }
  return Number(text);
}
