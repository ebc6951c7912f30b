import { afterEach, describe, expect, it } from 'vitest';
import type { JobDraftInput } from '#contract/job.ts';
import { handlersOf } from '../support/application.ts';
import { World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T00:30:00Z');
const NIGHTLY = '30 2 * * *';

let world: World;
afterEach(async () => world.close());

/** The night goes by; it is 07:12:00 at the wake. */
async function wake(of = world): Promise<void> {
  of.engine.scheduler.suspend();
  of.time.sleep(Date.parse('2026-03-02T07:12:00Z') - of.time.now());
  await of.engine.scheduler.resumeFromSleep();
  await of.quiet();
}
async function asleepWith(draft: Parameters<World['add']>[0], settings = {}): Promise<number> {
  world = await World.open({ at: START, settings });
  return world.add(draft);
}
const startedAt = async (job: number) =>
  (await world.rows(job)).map(({ startedAt }) => startedAt && new Date(startedAt).toISOString().slice(11, 19));

describe('what a wake brings about', () => {
  it('waits, seen waiting, and starts when the network had its time', async () => {
    const job = await asleepWith({ cron: NIGHTLY });
    await wake();
    expect(await world.ledger(job)).toEqual(['queued 02:30:00 catch-up (waking)']);
    expect(world.engine.launcher.held).toBe(1);
    expect(await world.store.troubles.waiting(world.time.now())).toEqual([]);
    await world.time.advance(20 * SECOND - 1);
    expect(world.started).toEqual([]);
    await world.time.advance(1);
    expect(await world.ledger(job)).toEqual(['success 02:30:00 catch-up']);
    expect(await startedAt(job)).toEqual(['07:12:20']);
  });

  it.each([
    [0, '07:12:00'],
    [5 * SECOND, '07:12:05'],
    [2 * MINUTE, '07:14:00'],
  ])('waits %i ms, as the settings say', async (wakeWaitMs, at) => {
    const job = await asleepWith({ cron: NIGHTLY }, { wakeWaitMs });
    await wake();
    await world.time.advance(3 * MINUTE);
    expect(await startedAt(job)).toEqual([at]);
  });

  it('holds up nothing that rings on time, not even of the job that waits', async () => {
    const job = await asleepWith({ triggers: [NIGHTLY, '5 12 7 * * *'].map(cron) });
    const wakes = await world.add({ triggers: [{ kind: 'wake' }] });
    const other = await world.add({ cron: '12 7 * * *', policy: { missed: 'skip' } });
    const hand = await world.add();
    await wake();
    await world.engine.scheduler.runNow(await found(hand));
    await world.time.advance(30 * SECOND);
    expect(await world.ledger(job)).toEqual(['success 02:30:00 catch-up', 'success 07:12:05']);
    expect(await startedAt(job)).toEqual(['07:12:20', '07:12:05']);
    expect(await startedAt(wakes)).toEqual(['07:12:20']);
    expect(await startedAt(other)).toEqual(['07:12:00']);
    expect(await startedAt(hand)).toEqual(['07:12:00']);
  });

  it('runs every one in order where each is to run', async () => {
    const policy = { missed: 'all', overlap: { mode: 'queue', limit: 10 } } as const;
    const job = await asleepWith({ cron: '0 1,3,5 * * *', policy });
    await wake();
    expect(await world.ledger(job)).toEqual([1, 3, 5].map((hour) => `queued 0${hour}:00:00 catch-up (waking)`));
    await world.time.advance(20 * SECOND);
    expect(await world.ledger(job)).toEqual([1, 3, 5].map((hour) => `success 0${hour}:00:00 catch-up`));
    expect(world.started.map(({ context }) => context.runId)).toEqual((await world.rows(job)).map(({ id }) => id));
  });

  it('then waits for its turn like any other, and no longer for the wake', async () => {
    const job = await asleepWith({
      triggers: [NIGHTLY, '5 12 7 * * *'].map(cron),
      policy: { overlap: { mode: 'queue' } },
    });
    world.hold = true;
    await wake();
    await world.time.advance(30 * SECOND);
    expect(await world.ledger(job)).toEqual(['queued 02:30:00 catch-up', 'running 07:12:05']);
    world.started[0]?.finish();
    await world.quiet();
    expect(await world.ledger(job)).toEqual(['running 02:30:00 catch-up', 'success 07:12:05']);
    world.started[1]?.finish();
    await world.quiet();
  });

  it('is judged by its conditions when the wait is over', async () => {
    const job = await asleepWith({ cron: NIGHTLY, policy: { conditions: { online: true } } });
    const patient = { conditions: { online: true, unmet: 'wait', waitMs: HOUR } } as const;
    const waits = await world.add({ cron: NIGHTLY, policy: patient });
    const late = await world.add({ cron: NIGHTLY, policy: { conditions: { mains: true } } });
    world.around.online = false;
    world.around.mains = false;
    await wake();
    await world.time.advance(10 * SECOND);
    world.around.mains = true;
    await world.time.advance(15 * SECOND);
    expect(await world.ledger(job)).toEqual(['skipped 02:30:00 catch-up (offline)']);
    expect(await world.ledger(waits)).toEqual(['queued 02:30:00 catch-up (offline)']);
    expect(await world.ledger(late)).toEqual(['success 02:30:00 catch-up']);
    world.around.online = true;
    await world.time.advance(5 * SECOND);
    expect(await world.ledger(waits)).toEqual(['success 02:30:00 catch-up']);
  });

  it('can be stopped, paused and switched off meanwhile', async () => {
    const stopped = await asleepWith({ cron: NIGHTLY });
    const paused = await world.add({ cron: NIGHTLY });
    const off = await world.add({ cron: NIGHTLY });
    await wake();
    expect(await world.engine.launcher.stop((await world.rows(stopped))[0]?.id ?? 0)).toBe(true);
    await world.engine.scheduler.pauseJob(paused, START + 24 * HOUR);
    await handlersOf(world)['jobs.setEnabled']({ job: off, enabled: false });
    await world.time.advance(MINUTE);
    expect(await world.ledger(stopped)).toEqual(['cancelled 02:30:00 catch-up']);
    expect(await world.ledger(paused)).toEqual(['skipped 02:30:00 catch-up (paused)']);
    expect(await world.ledger(off)).toEqual(['cancelled 02:30:00 catch-up']);
    expect(world.started).toEqual([]);
  });

  it('waits anew where the computer falls asleep again', async () => {
    const job = await asleepWith({ cron: NIGHTLY });
    await wake();
    await world.time.advance(15 * SECOND);
    world.engine.scheduler.suspend();
    world.time.sleep(MINUTE);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(MINUTE);
    expect(await startedAt(job)).toEqual(['07:13:35']);
  });
});

describe('a wake', () => {
  it('is noticed by the alarm too, whether the monotonic clock slept or went on', async () => {
    for (const pass of ['sleep', 'hold'] as const) {
      const job = await asleepWith({ cron: NIGHTLY });
      world.engine.scheduler.suspend();
      world.time[pass](8 * HOUR);
      await world.engine.scheduler.tick();
      expect(await world.ledger(job)).toEqual(['queued 02:30:00 catch-up (waking)']);
      if (pass === 'sleep') await world.close();
    }
  });

  it('is none where the clock was set, nor where a sleep was announced and did not come', async () => {
    const job = await asleepWith({ cron: NIGHTLY });
    world.time.step(8 * HOUR);
    await world.time.advance(10 * SECOND);
    expect(await world.ledger(job)).toEqual(['success 02:30:00 catch-up']);
    world.engine.scheduler.suspend();
    await world.time.advance(2 * MINUTE);
    world.time.step(24 * HOUR);
    await world.time.advance(10 * SECOND);
    expect(await world.ledger(job)).toEqual(['success 02:30:00 catch-up', 'success 02:30:00 catch-up']);
  });
});

describe('a run that waits for the end of a wake', () => {
  const takenUp = async () => {
    await world.time.advance(10 * SECOND);
    return world.ledger();
  };

  it.each(['kill', 'shutdown'] as const)('outlives a %s', async (how) => {
    await asleepWith({ cron: NIGHTLY });
    await world.add({ triggers: [{ kind: 'wake' }] });
    await wake();
    if (how === 'shutdown') await world.engine.shutdown('wait');
    world = await world.restart({ at: world.time.now() + HOUR });
    expect(await takenUp()).toEqual(['success 02:30:00 catch-up', 'skipped 07:12:00 wake (shutdown)']);
  });

  it('is dropped where its window is over, and while the scheduler is off', async () => {
    await asleepWith({ cron: NIGHTLY, policy: { catchUpWindowMs: 5 * HOUR } });
    await wake();
    world = await world.restart({ at: world.time.now() + HOUR });
    expect(await takenUp()).toEqual(['skipped 02:30:00 catch-up (shutdown)']);
    await world.close();
    await asleepWith({ cron: NIGHTLY });
    await wake();
    world = await world.restart({ on: false });
    expect(await takenUp()).toEqual(['skipped 02:30:00 catch-up (shutdown)']);
  });
});

const cron = (expression: string) => ({ kind: 'cron', expression }) as NonNullable<JobDraftInput['triggers']>[number];

async function found(id: number) {
  const job = await world.store.jobs.find(id);
  if (!job) throw new Error(`no job ${id}`);
  return job;
}
