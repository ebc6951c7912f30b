import { afterEach, describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The watch looks each 5 s. */
const NOTICED = 6 * SECOND;

let world: World;
afterEach(() => world.close());

const today = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const open = async (time: string) => {
  world = await World.open({ at: today(time) });
};

/** In the ledger, in what is read with the job, and in what is shown of the scheduler. */
async function expectNext(job: number, time: string): Promise<void> {
  const { scheduler, roster } = world.engine;
  expect((await world.store.jobs.find(job))?.nextRunAt).toBe(today(time));
  expect(roster.jobs.get(job)?.job.nextRunAt).toBe(today(time));
  expect(scheduler.next()).toEqual({ jobId: job, at: today(time) });
}

describe('a clock set back', () => {
  it('counts what rang before as settled, in whatever passes later', async () => {
    await open('10:14:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.time.step(-15 * MINUTE);
    await world.time.advance(NOTICED);
    world.time.sleep(30 * MINUTE);
    await world.time.advance(NOTICED);
    // 10:15 had its run and is not among the missed.
    expect(await world.ledger(job)).toEqual([
      'missed 10:01:00..10:29:00 ×28 (asleep)',
      'success 10:15:00',
      'success 10:30:00 catch-up',
    ]);
  });

  it('remembers that when the job is read again in between', async () => {
    await open('10:14:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.time.step(-15 * MINUTE);
    await world.time.advance(NOTICED);
    await world.store.jobs.update(job, { zone: 'Europe/Paris' }, world.time.now());
    await world.engine.scheduler.reload(job);
    world.time.sleep(30 * MINUTE);
    await world.time.advance(NOTICED);
    expect((await world.ledger(job))[0]).toBe('missed 10:01:00..10:29:00 ×28 (asleep)');
  });

  it('loses nothing when the first of what is missed rang before', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.time.step(-70 * SECOND);
    await world.time.advance(NOTICED);
    world.time.sleep(5 * MINUTE);
    await world.time.advance(NOTICED);
    expect(await world.ledger(job)).toEqual([
      'success 10:01:00',
      'missed 10:02:00..10:04:00 ×3 (asleep)',
      'success 10:05:00 catch-up',
    ]);
  });

  it('opens again what a row for many had settled ahead of it', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    world.time.sleep(30 * MINUTE);
    await world.time.advance(NOTICED);
    expect(await world.ledger(job)).toEqual(['missed 10:01:00..10:29:00 ×29 (asleep)', 'success 10:30:00 catch-up']);
    world.time.step(-20 * MINUTE);
    await world.time.advance(NOTICED + 2 * MINUTE);
    expect(await world.ledger(job)).toEqual([
      'missed 10:01:00..10:10:00 ×10 (asleep)',
      'success 10:11:00',
      'success 10:12:00',
      'success 10:30:00 catch-up',
    ]);
    world.time.step(-12 * MINUTE);
    await world.time.advance(NOTICED + 2 * MINUTE);
    // The first of the row is what the ledger knows it by.
    expect(await world.ledger(job)).toEqual([
      'missed 10:01:00 (asleep)',
      'success 10:02:00',
      'success 10:11:00',
      'success 10:12:00',
      'success 10:30:00 catch-up',
    ]);
  });

  it('ends a row for many at the last that it stands for', async () => {
    await open('10:09:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.time.step(-10 * MINUTE);
    await world.time.advance(NOTICED);
    world.time.sleep(30 * MINUTE);
    await world.time.advance(NOTICED);
    world.time.step(today('10:10:20') - world.time.now());
    await world.time.advance(NOTICED);
    expect((await world.ledger(job)).slice(0, 2)).toEqual([
      'missed 10:01:00..10:09:00 ×9 (asleep)',
      'success 10:10:00',
    ]);
  });

  it('while Belfry is not running, silences no job, and nothing rings twice', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(3 * MINUTE);
    world = await world.restart({ at: today('10:01:30') - 24 * HOUR });
    await world.time.advance(MINUTE);
    world = await world.restart({ at: today('10:01:30') });
    await world.time.advance(3 * MINUTE);
    const ran = (await world.rows(job)).filter(({ status }) => status === 'success').map(({ dueAt }) => dueAt);
    expect(ran).toEqual([
      today('10:02:00') - 24 * HOUR,
      ...['10:01:00', '10:02:00', '10:03:00', '10:04:00'].map(today),
    ]);
    expect((await world.store.jobs.find(job))?.nextRunAt).toBe(today('10:05:00'));
  });

  it('keeps with the job what it rings at next by the new time', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.time.step(-HOUR);
    await world.time.advance(NOTICED);
    await expectNext(job, '09:02:00');
  });

  it('keeps it also where that is what the job was read with', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.engine.scheduler.pauseAll(FOREVER);
    await world.time.advance(MINUTE);
    // Read anew with 10:02 as its next, which the row for all that was held takes in later.
    await world.engine.scheduler.reload(job);
    await world.time.advance(2 * MINUTE);
    expect(await world.ledger(job)).toEqual(['skipped 10:01:00..10:03:00 ×3 (paused)']);
    world.time.step(-2 * MINUTE);
    await world.time.advance(NOTICED);
    expect(await world.ledger(job)).toEqual(['skipped 10:01:00 (paused)']);
    await expectNext(job, '10:02:00');
  });

  it('keeps a pause that was begun ahead of it', async () => {
    await open('10:00:30');
    const held = await world.add({ name: 'held', cron: '* * * * *' });
    const all = await world.add({ name: 'all', cron: '* * * * *' });
    await world.engine.scheduler.pauseJob(held, FOREVER);
    world.time.step(-HOUR);
    await world.time.advance(2 * MINUTE);
    await world.engine.scheduler.pauseAll(FOREVER);
    world.time.step(-HOUR);
    await world.time.advance(2 * MINUTE);
    const ran = (await world.rows()).filter(({ status }) => status === 'success');
    expect(ran.map((row) => row.jobId)).toEqual([all, all]);
    expect((await world.rows(held)).every(({ reason }) => reason === 'paused')).toBe(true);
  });

  it('skips the one that was to be skipped, and no other', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.store.jobs.patch(job, { skipUntil: today('10:01:00') }, world.time.now());
    await world.engine.scheduler.reload(job);
    world.time.step(-2 * MINUTE);
    await world.time.advance(4 * MINUTE);
    expect(await world.ledger(job)).toEqual([
      'success 09:59:00',
      'success 10:00:00',
      'skipped 10:01:00 (skip-next)',
      'success 10:02:00',
    ]);
  });

  it('rings nothing of a job that was switched off or removed', async () => {
    await open('10:00:30');
    const off = await world.add({ name: 'off', cron: '* * * * *' });
    const gone = await world.add({ name: 'gone', cron: '* * * * *' });
    await world.store.jobs.update(off, { enabled: false }, world.time.now());
    await world.engine.scheduler.reload(off);
    await world.store.jobs.remove(gone, world.time.now());
    world.engine.scheduler.forget(gone);
    for (const step of [HOUR, -3 * HOUR, -365 * 24 * HOUR, 366 * 24 * HOUR]) {
      world.time.step(step);
      await world.time.advance(2 * MINUTE);
    }
    expect(world.started).toEqual([]);
    expect(await world.rows()).toEqual([]);
  });

  it('is taken in later when the ledger cannot be written just then', async () => {
    await open('10:00:30');
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    world.failing.add('rewind');
    world.time.step(-HOUR);
    await world.time.advance(NOTICED);
    expect(world.engine.scheduler.problem).toContain('cannot be written');
    world.failing.delete('rewind');
    await world.time.advance(MINUTE);
    expect(world.engine.scheduler.problem).toBeNull();
    expect((await world.ledger(job))[0]).toBe('success 09:02:00');
  });
});

describe('a row that grows', () => {
  it('does not grow over what was missed in between', async () => {
    await open('10:00:30');
    world.hold = true;
    const job = await world.add({ cron: '* * * * *' });
    await world.time.advance(2 * MINUTE);
    world.time.sleep(30 * MINUTE);
    await world.time.advance(NOTICED);
    expect(await world.ledger(job)).toEqual([
      'running 10:01:00',
      'skipped 10:02:00 (overlap)',
      'missed 10:03:00..10:31:00 ×29 (asleep)',
      'skipped 10:32:00 catch-up (overlap)',
    ]);
  });
});
