import { afterEach, describe, expect, it } from 'vitest';
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
/** The clock watch looks every 5 s; the rest is for a busy machine, and for libfaketime, which looks every second. */
const NOTICED = 7 * SECOND;

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

async function add(name: string, trigger: TriggerSpec, policy = {}): Promise<void> {
  const action = { kind: 'command' as const, run: { by: 'shell' as const, line: 'true' } };
  await client.request('jobs.create', { name, action, policy, zone: 'UTC', triggers: [trigger] });
}
const cron = (expression: string): TriggerSpec => ({ kind: 'cron', expression });

/** Rows of a job, first due first. */
async function rowsOf(job: string): Promise<Run[]> {
  const { runs } = await client.request('runs.list', { job, limit: 1000 });
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

describe('the application held up', () => {
  it('catches up once after 8 s without a turn, and accounts for every second once', async () => {
    const { app } = await open();
    await add('tick', cron('* * * * * *'), { missed: 'once', graceMs: 3 * SECOND });
    // Between two runs: one under way would be in the way of the catch-up.
    const between = () => Date.now() % SECOND > 300 && Date.now() % SECOND < 700;
    await waitFor(async () => {
      const rows = await rowsOf('tick');
      return rows.length >= 3 && rows.every(({ status }) => status === 'success') && between();
    });
    const stoppedAt = Date.now();
    process.kill(app.process().pid as number, 'SIGSTOP');
    await waitFor(() => Date.now() >= stoppedAt + 8 * SECOND);
    const resumedAt = Date.now();
    process.kill(app.process().pid as number, 'SIGCONT');
    await waitFor(async () => ((await rowsOf('tick')).at(-1)?.dueAt ?? 0) > resumedAt + 3 * SECOND);

    const rows = await rowsOf('tick');
    expectOnceEach(rows);
    const [first, last] = [rows[0] as Run, rows.at(-1) as Run];
    expect(counted(rows), seen(rows)).toBe((last.dueUntil - first.dueAt) / SECOND + 1);
    const missed = rows.filter(({ status, count }) => status === 'missed' && count > 3);
    const caughtUp = rows.filter(({ cause }) => cause === 'catch-up');
    expect([missed.length, caughtUp.length], seen(rows)).toEqual([1, 1]);
    expect(missed[0]).toMatchObject({ reason: 'held-up' });
    expect(missed[0]?.dueUntil).toBe((caughtUp[0]?.dueAt as number) - SECOND);
    // What ran after the stop is the catch-up, then one for each second.
    const after = ran(rows).filter(({ startedAt }) => (startedAt as number) >= resumedAt);
    expect(after[0]?.cause, seen(rows)).toBe('catch-up');
    expect(after.length, seen(rows)).toBeLessThanOrEqual(1 + ((last.startedAt as number) - resumedAt) / SECOND + 1);
    for (const row of after.slice(1)) expect(row.startedAt as number).toBeGreaterThanOrEqual(row.dueAt);
  });
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
    // Half a minute past, so that no minute comes while the test looks.
    const jumpedTo = START + HOUR + 5 * SECOND;
    await clock.set(jumpedTo);
    const names = ['minutely', 'minutely, let go', 'quarterly', 'hourly', 'daily', 'date'];
    const all = async () => Promise.all(names.map(rowsOf));
    const settled = (rows: Run[]) => rows.length > 0 && rows.every(({ status }) => /missed|success/.test(status));
    await waitFor(async () => (await all()).every(settled));

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
    const rang = Math.ceil(clock.now() / MINUTE) * MINUTE;
    if (rang - clock.now() > 5 * SECOND) await clock.set(rang - 5 * SECOND);
    await waitFor(async () => ran(await rowsOf('minutely')).length === 1);
    await clock.set(rang - HOUR - NOTICED);
    await waitFor(async () => (await rowsOf('minutely')).length > 1);
    const rows = await rowsOf('minutely');
    expect(ran(rows).map(({ dueAt }) => iso(dueAt))).toEqual([rang - HOUR, rang].map(iso));
    expect((rows[0]?.startedAt as number) - (rows[0]?.dueAt as number)).toBeLessThan(2 * SECOND);
    expectOnceEach(rows);
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
    await clock.set(START + YEAR);
    const missed = async (name: string) => (await rowsOf(name)).filter(({ status }) => status === 'missed');
    await waitFor(async () => (await Promise.all(names.map(missed))).every((rows) => counted(rows) > 8000));
    // What was settled stays settled, the hour of the step too; the next hour rings.
    const next = Date.parse('2030-05-14T13:00:00Z');
    await clock.set(next - NOTICED);
    const rang = async (name: string) => ran(await rowsOf(name)).some(({ dueAt }) => dueAt === next);
    await waitFor(async () => (await Promise.all(names.map(rang))).every(Boolean));
    expect(clock.now()).toBeLessThan(next + 10 * SECOND);
  });
});
