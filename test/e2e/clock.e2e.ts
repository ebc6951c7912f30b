import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '#contract/run.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { socketAddress } from '#doors/address.ts';
import { type Client, connect } from '#doors/client.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { openWallClock, type WallClock } from './wall-clock.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
/** A step is met within 5 s of the moment the program can see it: libfaketime looks every second. */
const NOTICED = 6 * SECOND;

/** Set while one test runs. */
let belfry: Running | undefined;
let client: Client;
afterEach(async () => {
  client?.close();
  await belfry?.close();
  belfry = undefined;
});

async function open(clock?: WallClock): Promise<Running> {
  belfry = await start({ hidden: true, ...(clock && { env: clock.env }) });
  client = await connect(socketAddress(belfry.data, process.platform));
  return belfry;
}

async function add(name: string, trigger: TriggerSpec, policy = {}, to = client): Promise<void> {
  const action = { kind: 'command' as const, run: { by: 'shell' as const, line: 'true' } };
  await to.request('jobs.create', { name, action, policy, zone: 'UTC', triggers: [trigger] });
}

/** Two jobs that would ring each second, one switched off and one removed: no step of the clock may wake them. */
async function addCancelled(): Promise<void> {
  for (const name of ['off', 'gone']) await add(name, cron('* * * * * *'));
  await client.request('jobs.setEnabled', { job: 'off', enabled: false });
  await client.request('jobs.remove', { job: 'gone' });
  await waitFor(async () => (await cancelled()).every(({ status }) => status !== 'running' && status !== 'queued'));
}

/** Rows of those, as far as there are any: they may have rung before they were cancelled. */
async function cancelled(): Promise<Run[]> {
  const { runs } = await client.request('runs.list', { limit: 1000 });
  return runs.filter(({ job }) => job === 'off' || job === 'gone');
}
const cron = (expression: string): TriggerSpec => ({ kind: 'cron', expression });

/** Rows of a job, first due first. */
async function rowsOf(job: string, from = client): Promise<Run[]> {
  const { runs } = await from.request('runs.list', { job, limit: 1000 });
  return runs.sort((a, b) => a.dueAt - b.dueAt);
}
const ran = (rows: Run[]) => rows.filter(({ startedAt }) => startedAt !== null);
const seen = (rows: Run[]) =>
  rows.map((row) => `${row.status} ${iso(row.dueAt)} x${row.count} ${row.cause}`).join('\n');
const iso = (at: number) => new Date(at).toISOString();
const counted = (rows: Run[]) => rows.reduce((sum, { count }) => sum + count, 0);

/** No two rows stand for one due instant. */
function expectOnceEach(rows: Run[]): void {
  for (const [at, row] of rows.entries()) {
    if (at > 0) expect(row.dueAt, seen(rows)).toBeGreaterThan((rows[at - 1] as Run).dueUntil);
  }
}

/** The window tells of the jump; its row leads to the setting, which ends that. */
async function expectToldAndSilenced(running: Running): Promise<void> {
  await client.request('app.show', { path: '/' });
  const page = await running.window();
  const row = page.getByRole('listitem').filter({ hasText: 'Set forward 1 h, from ' });
  await row.getByRole('button', { name: 'The clock', exact: true }).click();
  const choice = page.getByRole('combobox', { name: 'Warn when the clock jumps by more than' });
  await choice.selectOption('Never');
  await waitFor(async () => (await client.request('settings.get')).jumpWarnMs === null);
}

/** Held longer than the grace, while the tests between go on: who is stopped needs no time of theirs. */
const HELD = 90 * SECOND;
let held: { running: Running; client: Client; stoppedAt: number };
beforeAll(async () => {
  const running = await start({ hidden: true, data: await mkdtemp(join(tmpdir(), 'belfry-held-')) });
  const to = await connect(socketAddress(running.data, process.platform));
  await add('tick', cron('* * * * * *'), {}, to);
  // Between two runs: one under way would be in the way of the catch-up.
  const between = () => Date.now() % SECOND > 300 && Date.now() % SECOND < 700;
  await waitFor(async () => {
    const rows = await rowsOf('tick', to);
    return rows.length >= 3 && rows.every(({ status }) => status !== 'running') && between();
  });
  held = { running, client: to, stoppedAt: Date.now() };
  running.app.process().kill('SIGSTOP');
});
afterAll(async () => {
  held.running.app.process().kill('SIGCONT');
  held.client.close();
  await held.running.close();
  await rm(held.running.data, { recursive: true, force: true, maxRetries: 5 });
});

describe.skipIf(process.platform !== 'linux')('the clock set while the application runs', () => {
  const START = Date.parse('2030-05-14T10:20:20Z');

  it('one hour ahead: met within seconds, each job at most one run', { timeout: 30_000 }, async () => {
    const clock = await openWallClock(START);
    await open(clock);
    await add('minutely', cron('* * * * *'));
    await add('minutely, let go', cron('* * * * *'), { missed: 'skip', graceMs: SECOND });
    await add('quarterly', { kind: 'interval', every: 15, unit: 'minute', anchor: START - MINUTE });
    await add('hourly', cron('0 * * * *'));
    await add('daily', cron('0 11 * * *'));
    await add('date', { kind: 'once', at: START + HOUR / 2 });
    await addCancelled();
    const before = (await cancelled()).length;
    // Half a minute past, so that no minute comes while the test looks.
    const jumpedTo = START + HOUR + 5 * SECOND;
    await clock.set(jumpedTo);
    const names = ['minutely', 'minutely, let go', 'quarterly', 'hourly', 'daily', 'date'];
    const all = async () => Promise.all(names.map((name) => rowsOf(name)));
    const settled = (rows: Run[]) => rows.length > 0 && rows.every(({ status }) => /missed|success/.test(status));
    await waitFor(async () => (await all()).every(settled));

    expect(await cancelled()).toHaveLength(before);
    const jumps = async () => (await client.request('attention.list')).filter(({ kind }) => kind === 'clock-jump');
    const { runs } = await client.request('runs.list', { limit: 1000 });
    const madeUp = runs.filter(({ cause }) => cause === 'catch-up').length;
    const letGo = counted(runs.filter(({ status }) => status === 'missed'));
    expect(await jumps()).toMatchObject([{ madeUp, letGo }]);
    const { stdout } = await (belfry as Running).belfry('status');
    expect(stdout).toMatch(
      new RegExp(`The clock: set forward 1 h.*passed over: ${madeUp} made up for, ${letGo} let go`),
    );
    await expectToldAndSilenced(belfry as Running);
    expect(await jumps()).toEqual([]);
    const found = await all();
    expect(found.map((rows) => counted(rows))).toEqual([60, 60, 4, 1, 1, 1]);
    expect(found.map((rows) => ran(rows).length)).toEqual([1, 0, 1, 1, 1, 1]);
    for (const rows of found) {
      expectOnceEach(rows);
      for (const { cause, startedAt } of ran(rows)) {
        expect(cause).toBe('catch-up');
        expect((startedAt as number) - jumpedTo, 'ms after the step').toBeLessThan(NOTICED);
      }
    }
  });

  it('one hour back: rings at the next minute of the new time, nothing twice', { timeout: 30_000 }, async () => {
    const clock = await openWallClock(START);
    await open(clock);
    await add('minutely', cron('* * * * *'));
    await addCancelled();
    const before = (await cancelled()).length;
    const rang = Math.ceil(clock.now() / MINUTE) * MINUTE;
    if (rang - clock.now() > 5 * SECOND) await clock.set(rang - 5 * SECOND);
    await waitFor(async () => ran(await rowsOf('minutely')).length === 1);
    await clock.set(rang - HOUR - NOTICED);
    await waitFor(async () => (await rowsOf('minutely')).length > 1);
    const rows = await rowsOf('minutely');
    expect(ran(rows).map(({ dueAt }) => iso(dueAt))).toEqual([rang - HOUR, rang].map(iso));
    expect((rows[0]?.startedAt as number) - (rows[0]?.dueAt as number)).toBeLessThan(2 * SECOND);
    expectOnceEach(rows);
    expect(await cancelled()).toHaveLength(before);
  });

  it('a year ahead and back: silences no job', { timeout: 30_000 }, async () => {
    const clock = await openWallClock(START);
    await open(clock);
    const every = { kind: 'interval' as const, anchor: Date.parse('2030-05-14T10:00:00Z') };
    const names = ['minutely', 'hourly', 'ten minutes', 'ten seconds'];
    await add('minutely', cron('* * * * *'));
    await add('hourly', cron('0 * * * *'));
    await add('ten minutes', { ...every, every: 10, unit: 'minute' });
    await add('ten seconds', { ...every, every: 10, unit: 'second' });
    await addCancelled();
    const before = (await cancelled()).length;
    await clock.set(START + YEAR);
    const missed = async (name: string) => (await rowsOf(name)).filter(({ status }) => status === 'missed');
    await waitFor(async () =>
      (await Promise.all(names.map((name) => missed(name)))).every((rows) => counted(rows) > 8000),
    );
    // What was settled stays settled, the hour of the step too; the next hour rings.
    const next = Date.parse('2030-05-14T13:00:00Z');
    await clock.set(next - NOTICED);
    const rang = async (name: string) => ran(await rowsOf(name)).some(({ dueAt }) => dueAt === next);
    await waitFor(async () => (await Promise.all(names.map(rang))).every(Boolean));
    expect(clock.now()).toBeLessThan(next + 10 * SECOND);
    for (const name of names) expectOnceEach(await rowsOf(name));
    expect(await cancelled()).toHaveLength(before);
  });
});

describe('the application held up for 90 s', () => {
  it('catches up once, has one row for the rest, and goes on', { timeout: HELD + MINUTE }, async () => {
    const { running, client: to, stoppedAt } = held;
    await waitFor(() => Date.now() >= stoppedAt + HELD, undefined, HELD + SECOND);
    const resumedAt = Date.now();
    running.app.process().kill('SIGCONT');
    await waitFor(async () => ((await rowsOf('tick', to)).at(-1)?.dueAt ?? 0) > resumedAt + 5 * SECOND);

    const rows = await rowsOf('tick', to);
    expectOnceEach(rows);
    const [first, last] = [rows[0] as Run, rows.at(-1) as Run];
    expect(counted(rows), seen(rows)).toBe((last.dueUntil - first.dueAt) / SECOND + 1);
    const asleep = rows.filter(({ dueAt }) => dueAt > stoppedAt && dueAt <= resumedAt);
    const missed = asleep.filter(({ status, reason }) => status === 'missed' && reason === 'held-up');
    const caughtUp = rows.filter(({ cause }) => cause === 'catch-up');
    expect([missed.length, caughtUp.length], seen(rows)).toEqual([1, 1]);
    const [one, run] = [missed[0] as Run, caughtUp[0] as Run];
    expect(one.count).toBeGreaterThanOrEqual(HELD / SECOND - 2);
    expect(one.dueUntil).toBe(run.dueAt - SECOND);
    // What ran after the stop is the catch-up, then at most one for each second, none before its time.
    const after = ran(rows).filter(({ startedAt }) => (startedAt as number) >= resumedAt);
    expect(after[0]?.cause, seen(rows)).toBe('catch-up');
    expect(after.length, seen(rows)).toBeLessThanOrEqual(2 + ((last.startedAt as number) - resumedAt) / SECOND);
    for (const row of after.slice(1)) expect(row.startedAt as number).toBeGreaterThanOrEqual(row.dueAt);
    expect(after.length, 'goes on').toBeGreaterThan(2);
  });
});
