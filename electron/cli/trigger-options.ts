import { resolve } from 'node:path';
import type { TriggerSpec } from '#contract/trigger.ts';
import type { Client } from '#doors/client.ts';
import { readInterval } from './durations.ts';
import { UsageError } from './failure.ts';
import type { JobOptions } from './job-options.ts';
import { noDate, readDate } from './words.ts';

export type Interval = ReturnType<typeof readInterval>;
export type EventName = 'start' | 'wake';

/** The triggers named, null when none is. Words are read by the application, in its zone. */
export async function readTriggers(client: Client, options: JobOptions): Promise<TriggerSpec[] | null> {
  if (options.schedule === false) return [];
  const zone = options.tz || undefined;
  const inWords = async (schedule: string) =>
    (await client.request('schedule.read', { schedule, zone: zone ?? null, count: 0 })).spec;
  const specs: TriggerSpec[] = [];
  for (const expression of options.cron ?? []) specs.push({ kind: 'cron', expression });
  for (const interval of options.every ?? []) specs.push({ kind: 'interval', ...interval, anchor: thisSecond() });
  for (const text of options.at ?? []) {
    const { at } = await readDate(client, text, 'at', zone);
    if (at === null) throw noDate(text, 'at');
    specs.push({ kind: 'once', at });
  }
  for (const text of options.schedule ?? []) specs.push(await inWords(text));
  for (const kind of options.on ?? []) specs.push({ kind });
  for (const text of options.after ?? []) specs.push(await readAfter(client, text));
  if (options.files)
    specs.push({ kind: 'files', paths: options.files.map(absolute), settleMs: options.settle ?? 2000 });
  else if (options.settle !== undefined) throw new UsageError('--settle belongs to --files.', 'settle');
  return specs.length > 0 ? specs : null;
}

/** A rhythm counted from now is told in whole seconds. */
const thisSecond = () => Math.floor(Date.now() / 1000) * 1000;

async function readAfter(client: Client, text: string): Promise<TriggerSpec> {
  const [, name = text, on = 'success'] = /^(.+):(success|failure|end)$/.exec(text) ?? [];
  const { id } = await client.request('jobs.get', { job: name });
  return { kind: 'after', job: id, on: on as 'success' | 'failure' | 'end' };
}

/** Relative to where the command is typed, as a shell means it; a pattern keeps its stars. */
const absolute = (path: string) => (path.startsWith('~') ? path : resolve(path));

/** One more `--on`. @throws UsageError */
export function gatherEvents(text: string, before: EventName[] | undefined): EventName[] {
  if (text === 'start' || text === 'wake') return [...(before ?? []), text];
  throw new UsageError('Give --on as start or wake.', 'on');
}

/** One more `--every`. @throws UsageError */
export function gatherIntervals(text: string, before: Interval[] | undefined): Interval[] {
  return [...(before ?? []), readInterval(text, 'every')];
}
