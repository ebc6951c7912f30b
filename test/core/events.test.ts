import { afterEach, describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { OK, World } from '../support/world.ts';

const MINUTE = 60_000;
const AT = '2026-03-02T09:00:00Z';
const FAILED = { exitCode: 1, signal: null, error: null };

let world: World;
afterEach(() => world.close());
const passed = async (ms = 1000) => {
  await world.time.advance(ms);
  await world.quiet();
};

describe('a job at start', () => {
  it('rings once for each start of Belfry', async () => {
    world = await World.open({ at: AT });
    const job = await world.add({ triggers: [{ kind: 'start' }] });
    await passed(MINUTE);
    expect(await world.ledger(job)).toEqual([]);
    world = await world.restart();
    await passed();
    expect(await world.ledger(job)).toEqual(['success 09:01:00 start']);
  });

  it('does not when it is off, and is held when it is paused', async () => {
    world = await World.open({ at: AT });
    const off = await world.add({ triggers: [{ kind: 'start' }], enabled: false });
    const paused = await world.add({ triggers: [{ kind: 'start' }] });
    await world.engine.scheduler.pauseJob(paused, FOREVER);
    world = await world.restart();
    await passed();
    expect(await world.ledger(off)).toEqual([]);
    expect(await world.ledger(paused)).toEqual(['skipped 09:00:00 start (paused)']);
    expect(world.started).toEqual([]);
  });
});

describe('a job on wake', () => {
  it('rings when the computer wakes, after what was missed is settled', async () => {
    world = await World.open({ at: AT, settings: { wakeWaitMs: 0 } });
    const job = await world.add({ triggers: [{ kind: 'wake' }] });
    world.engine.scheduler.suspend();
    world.time.sleep(60 * MINUTE);
    await world.engine.scheduler.resumeFromSleep();
    await passed();
    expect(await world.ledger(job)).toEqual(['success 10:00:00 wake']);
  });
});

describe('a job after another', () => {
  it('rings when a run of it has finally ended, retries included', async () => {
    world = await World.open({ at: AT });
    const retry = { count: 1, delayMs: MINUTE, jitter: 0 };
    const first = await world.add({ cron: '1 9 * * *', policy: { retry } });
    const on = (kind: 'success' | 'failure' | 'end') => [{ kind: 'after' as const, job: first, on: kind }];
    const success = await world.add({ triggers: on('success') });
    const failure = await world.add({ triggers: on('failure') });
    const end = await world.add({ triggers: on('end') });
    world.outcome = FAILED;
    await passed(MINUTE + 1000);
    expect(await world.ledger(failure)).toEqual([]);
    await passed(MINUTE);
    expect(await world.ledger(success)).toEqual([]);
    expect(await world.ledger(failure)).toEqual(['failed 09:02:00 after-job']);
    expect(await world.ledger(end)).toEqual(['failed 09:02:00 after-job']);
  });

  it('does not ring for a run that was stopped', async () => {
    world = await World.open({ at: AT });
    world.hold = true;
    const first = await world.add({ cron: '1 9 * * *' });
    const end = await world.add({ triggers: [{ kind: 'after', job: first, on: 'end' }] });
    await passed(MINUTE + 1000);
    const [run] = await world.rows(first);
    await world.engine.launcher.stop(run?.id ?? 0);
    world.started[0]?.finish({ exitCode: null, signal: 'SIGTERM', error: null });
    await passed();
    expect(await world.ledger(first)).toEqual(['cancelled 09:01:00']);
    expect(await world.ledger(end)).toEqual([]);
  });
});

describe('a job for files', () => {
  it('rings for each burst and watches no longer than it is on', async () => {
    world = await World.open({ at: AT });
    const job = await world.add({ triggers: [{ kind: 'files', paths: ['~/in'], settleMs: 2000 }] });
    expect(world.watched.size).toBe(1);
    for (const burst of world.watched) burst();
    await passed();
    expect(await world.ledger(job)).toEqual(['success 09:00:00 file-change']);
    await world.store.jobs.update(job, { enabled: false }, world.time.now());
    await world.engine.scheduler.reload(job);
    expect(world.watched.size).toBe(0);
  });
});

describe('the timeout of a whole run', () => {
  it('ends an attempt, and the wait for the next', async () => {
    world = await World.open({ at: AT });
    world.hold = true;
    const policy = { totalTimeoutMs: 3 * MINUTE, retry: { count: 5, delayMs: 10 * MINUTE } };
    const job = await world.add({ cron: '1 9 * * *', policy });
    await passed(2 * MINUTE);
    world.started[0]?.finish(FAILED);
    await passed(3 * MINUTE);
    expect(await world.rows(job)).toMatchObject([
      { status: 'timed-out', attempt: 1, awakeMs: 3 * MINUTE, error: "Stopped after 180 s, the job's timeout." },
    ]);
    expect(world.started.length).toBe(1);
  });
});

describe('time asleep', () => {
  it('is told apart from time awake, and uses up no timeout', async () => {
    world = await World.open({ at: AT });
    world.hold = true;
    const job = await world.add({ cron: '1 9 * * *', policy: { timeoutMs: 10 * MINUTE } });
    await passed(2 * MINUTE);
    world.time.sleep(60 * MINUTE);
    await passed(MINUTE);
    world.started[0]?.finish(OK);
    await passed();
    const [run] = await world.rows(job);
    expect(run).toMatchObject({ status: 'success', awakeMs: 2 * MINUTE });
    expect((run?.finishedAt ?? 0) - (run?.startedAt ?? 0)).toBe(62 * MINUTE);
  });
});

describe('a process that outlived Belfry', () => {
  it('is shown with its interrupted run, and ended on demand', async () => {
    world = await World.open({ at: AT });
    world.hold = true;
    const job = await world.add({ cron: '1 9 * * *' });
    await passed(2 * MINUTE);
    world = await world.restart({ alive: [1] });
    await passed();
    const [run] = await world.rows(job);
    expect(run).toMatchObject({ status: 'interrupted', leftover: true });
    expect(await world.engine.leftovers.stop(run?.id ?? 0)).toBe(true);
    expect(world.alive.size).toBe(0);
    expect((await world.rows(job))[0]).toMatchObject({ status: 'interrupted', leftover: false });
    expect(await world.engine.leftovers.stop(run?.id ?? 0)).toBe(false);
  });

  it('is forgotten once it has ended by itself', async () => {
    world = await World.open({ at: AT });
    world.hold = true;
    const job = await world.add({ cron: '1 9 * * *' });
    await passed(2 * MINUTE);
    world = await world.restart({ alive: [1] });
    await passed();
    world.alive.clear();
    await passed(2 * MINUTE);
    expect((await world.rows(job))[0]).toMatchObject({ status: 'interrupted', leftover: false });
  });
});
