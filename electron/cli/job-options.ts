import { type Command, Option } from 'commander';
import type { Action, Json } from '#contract/action.ts';
import { missedPolicy, overlapPolicy } from '#contract/policy.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import type { Client } from '#doors/client.ts';
import { readDuration, readInterval } from './durations.ts';
import { UsageError } from './failure.ts';
import { needInstant } from './times.ts';
import { readDate } from './words.ts';

/** What `add` and `edit` are told; `false` comes from an option's `--no-` form. */
export interface JobOptions {
  name?: string;
  description?: string;
  cron?: string[];
  every?: Interval[];
  at?: string[];
  schedule?: string[] | false;
  tz?: string | false;
  command?: string;
  function?: { module: string; export: string };
  args?: Json[];
  tag?: string[] | false;
  missed?: 'once' | 'all' | 'skip';
  overlap?: 'skip' | 'queue' | 'parallel' | 'replace';
  timeout?: number | false;
  retries?: number;
  env?: Record<string, string> | false;
  cwd?: string | false;
}

type Interval = ReturnType<typeof readInterval>;

const gather = (value: string, before: string[] | undefined) => [...(Array.isArray(before) ? before : []), value];

/** The options that describe a job. */
export function addJobOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .option('--cron <expression>', 'when, as cron of 5 or 6 fields; may be repeated, as the next three', gather)
    .option('--every <duration>', 'when, as an interval from now: 90s, 20m, 3h, 2d, 1w', gatherIntervals)
    .option('--at <iso>', 'when, once: a date and time', gather)
    .option('--schedule <text>', 'when, in words or as cron: "every weekday at 9:30"', gather)
    .option('--tz <zone>', 'the time zone of its schedule')
    .option('--command <line>', 'run a line in your shell')
    .option('--function <module:export>', 'run a function of a module in the jobs folder', readFunction)
    .option('--args <json>', 'a JSON array, the arguments of the function', readArgs)
    .option('--tag <tag>', 'a tag; may be repeated', gather)
    .addOption(new Option('--missed <policy>', 'what becomes of missed runs').choices(missedPolicy.options))
    .addOption(
      new Option('--overlap <policy>', 'what happens while it still runs').choices(
        overlapPolicy.shape.mode.unwrap().options,
      ),
    )
    .option('--timeout <duration>', 'stop an attempt after this long', (text) => readDuration(text, 'timeout'))
    .option('--retries <n>', 'attempts after one that failed', readRetries)
    .option('--env <name=value>', 'a variable of its environment; may be repeated', gatherVariable)
    .option('--cwd <dir>', 'the folder it runs in');
}

/** The triggers named, null when none is. Words are read by the application, in its zone. */
export async function readTriggers(client: Client, options: JobOptions): Promise<TriggerSpec[] | null> {
  if (options.schedule === false) return [];
  const zone = options.tz || undefined;
  const inWords = async (schedule: string) =>
    (await client.request('schedule.read', { schedule, zone: zone ?? null, count: 0 })).spec;
  const specs: TriggerSpec[] = [];
  for (const expression of options.cron ?? []) specs.push({ kind: 'cron', expression });
  for (const interval of options.every ?? []) specs.push({ kind: 'interval', ...interval, anchor: Date.now() });
  for (const text of options.at ?? []) {
    const { at } = await readDate(client, text, 'at', zone);
    specs.push({ kind: 'once', at: at ?? needInstant(text, 'at') });
  }
  for (const text of options.schedule ?? []) specs.push(await inWords(text));
  return specs.length > 0 ? specs : null;
}

/** The action named, null when none is. */
export function readAction(options: JobOptions, before?: Action): Action | null {
  const { command, function: called, args } = options;
  if (command !== undefined && called !== undefined) {
    throw new UsageError('Give --command or --function, not both.', 'command');
  }
  if (called) return { kind: 'function', ...called, args: args ?? [] };
  if (args && (command !== undefined || before?.kind !== 'function')) {
    throw new UsageError('--args belong to --function.', 'args');
  }
  if (args && before?.kind === 'function') return { ...before, args };
  return command === undefined ? null : { kind: 'command', run: { by: 'shell', line: command } };
}

/** The policies named, over those the job has. */
export function readPolicy<P extends { overlap?: object; retry?: object }>(options: JobOptions, before: P) {
  const { missed, overlap, timeout, retries } = options;
  return {
    ...before,
    ...(missed && { missed }),
    ...(overlap && { overlap: { ...before.overlap, mode: overlap } }),
    ...(timeout !== undefined && { timeoutMs: timeout === false ? null : timeout }),
    ...(retries !== undefined && { retry: { ...before.retry, count: retries } }),
  };
}

function gatherIntervals(text: string, before: Interval[] | undefined): Interval[] {
  return [...(before ?? []), readInterval(text, 'every')];
}

function gatherVariable(text: string, before: Record<string, string> | undefined): Record<string, string> {
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
