import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TriggerSpec } from '#contract/trigger.ts';
import { socketAddress } from '#doors/address.ts';
import { createDispatch, type Dispatch } from '#doors/dispatch.ts';
import { openSocket } from '#doors/socket.ts';
import { type BelfryCommand, bundleCommand } from '../doors/command.ts';
import { handlersOf } from '../support/application.ts';
import { World } from '../support/world.ts';

let world: World;
let dispatch: Dispatch;
let command: BelfryCommand;
let data: string;
let closeDoor: () => Promise<void>;
beforeAll(async () => {
  command = await bundleCommand();
});
afterAll(() => command.remove());
beforeEach(async () => {
  world = await World.open({ at: '2026-03-02T09:00:00Z' });
  dispatch = createDispatch(handlersOf(world));
  data = await mkdtemp(join(tmpdir(), 'belfry-refusals-'));
  const door = await openSocket({
    ...{ address: socketAddress(data, process.platform), dispatch },
    subscribe: () => () => {},
  });
  closeDoor = door.close;
});
afterEach(async () => {
  await closeDoor();
  await world.close();
  await rm(data, { recursive: true, force: true });
});

interface Refusal {
  code: string;
  field: string;
  message: string;
}

/** What the window asks when somebody saves. */
async function save(triggers: unknown[], zone: string | null = null): Promise<Refusal> {
  const action = { kind: 'command', run: { by: 'shell', line: 'true' } };
  const reply = await dispatch('jobs.create', { name: 'x', action, triggers, zone });
  if (reply.ok) throw new Error('It was taken.');
  return reply.error as Refusal;
}

async function belfry(...args: string[]): Promise<Refusal> {
  const said = await command([...args, '--json'], { environment: { BELFRY_DATA: data } });
  expect(said.code, said.stdout).not.toBe(0);
  return JSON.parse(said.stderr).error;
}

/** What it is, the trigger of the editor, the options of the command line, code, the two fields, and the reason. */
const CASES: [string, { triggers: unknown[]; zone?: string }, string[], string, string, string, RegExp][] = [
  [
    'a date that has passed',
    { triggers: [{ kind: 'once', at: Date.parse('2026-03-02T08:59:59Z') }] },
    ['--at', '2026-03-02T08:59:59Z'],
    ...(['invalid', 'triggers.0.at', 'triggers.0.at', /has passed/] as const),
  ],
  [
    'a negative interval',
    { triggers: [{ kind: 'interval', every: -5, unit: 'minute', anchor: 0 }] },
    ['--every=-5m'],
    ...(['invalid', 'triggers.0.every', 'every', /interval/] as const),
  ],
  [
    'an interval of nothing',
    { triggers: [{ kind: 'interval', every: 0, unit: 'hour', anchor: 0 }] },
    ['--every', '0h'],
    ...(['invalid', 'triggers.0.every', 'every', /interval/] as const),
  ],
  [
    'an interval beyond every calendar',
    { triggers: [{ kind: 'interval', every: 99_999, unit: 'year', anchor: Date.parse('2026-03-02T09:00:00Z') }] },
    ['--schedule', 'every 99999 years'],
    ...(['never-rings', 'triggers.0.every', 'triggers.0.every', /never rings/] as const),
  ],
  [
    'a schedule that can never ring',
    { triggers: [{ kind: 'cron', expression: '0 0 30 2 *' }] },
    ['--cron', '0 0 30 2 *'],
    ...(['never-rings', 'triggers.0.expression', 'triggers.0.expression', /never rings/] as const),
  ],
  [
    'an expression that is none',
    {
      triggers: [
        { kind: 'cron', expression: '0 9 * * *' },
        { kind: 'cron', expression: '61 * * * *' },
      ],
    },
    ['--cron', '0 9 * * *', '--cron', '61 * * * *'],
    ...([
      'invalid',
      'triggers.1.expression',
      'triggers.1.expression',
      /minute field, “61” is outside 0 to 59/,
    ] as const),
  ],
  [
    'an unknown zone',
    { triggers: [{ kind: 'cron', expression: '0 9 * * *' }], zone: 'Mars/Olympus' },
    ['--cron', '0 9 * * *', '--tz', 'Mars/Olympus'],
    ...(['invalid', 'zone', 'zone', /Mars\/Olympus|time zone/i] as const),
  ],
  [
    'a job that is not there to come after',
    { triggers: [{ kind: 'after', job: 77, on: 'success' }] },
    ['--after', '77'],
    ...(['not-found', 'triggers.0.job', 'job', /no job/i] as const),
  ],
];

describe('refused with field and reason, and nothing is changed', () => {
  it.each(CASES)('%s, in the editor', async (_, { triggers, zone }, _options, code, field, _option, reason) => {
    expect(await save(triggers, zone)).toMatchObject({ code, field, message: expect.stringMatching(reason) });
    expect(await world.store.jobs.all()).toEqual([]);
  });

  it.each(CASES)('%s, on the command line', async (_, _given, options, code, _field, field, reason) => {
    const refusal = await belfry('add', '--name', 'x', '--command', 'true', ...options);
    expect(refusal).toMatchObject({ code, field, message: expect.stringMatching(reason) });
    expect(await world.store.jobs.all()).toEqual([]);
  });

  it('a circle of jobs, however long', async () => {
    const comingAfter = (job: number): { triggers: TriggerSpec[] } => ({
      triggers: [{ kind: 'after', job, on: 'end' }],
    });
    const first = await world.add({ name: 'first' });
    const second = await world.add({ name: 'second', ...comingAfter(first) });
    const third = await world.add({ name: 'third', ...comingAfter(second) });
    const wanted = { code: 'conflict', field: 'triggers.0.job', message: expect.stringContaining('circle') };
    for (const job of [first, second, third]) {
      const reply = await dispatch('jobs.update', { job: first, changes: comingAfter(job) });
      expect(reply).toMatchObject({ ok: false, error: wanted });
    }
    expect(await belfry('edit', 'first', '--after', 'third')).toMatchObject(wanted);
    expect((await world.store.jobs.find(first))?.triggers).toEqual([]);
  });

  it('a pause that ends before it begins', async () => {
    const reply = await dispatch('scheduler.pause', { until: world.time.now() });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid', field: 'until' } });
    expect(await belfry('pause', '--until', '2026-03-02T08:00:00Z')).toMatchObject({ code: 'invalid', field: 'until' });
    expect(world.engine.scheduler.pause).toBeNull();
  });

  it('to skip the next run of a job that has none', async () => {
    const job = await world.add({ name: 'by hand' });
    const reply = await dispatch('jobs.skipNext', { job });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: expect.stringContaining('no next run') },
    });
  });
});
