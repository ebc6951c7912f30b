import { afterEach, describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let world: World;
afterEach(() => world.close());

describe('ringing', () => {
  it('rings on the second, once each, and keeps nextRunAt on disk', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00Z' });
    const job = await world.add({ cron: '*/2 * * * *' });
    await world.time.advance(5 * MINUTE);
    expect(await world.ledger(job)).toEqual(['success 09:02:00', 'success 09:04:00']);
    expect(world.started.map(({ at }) => at % MINUTE)).toEqual([0, 0]);
    expect((await world.store.jobs.find(job))?.nextRunAt).toBe(Date.parse('2026-03-02T09:06:00Z'));
  });

  it('rings several triggers of one job, and jobs due together first due first', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00Z' });
    await world.add({
      name: 'two',
      triggers: [
        { kind: 'cron', expression: '1 * * * *' },
        { kind: 'once', at: Date.parse('2026-03-02T09:02:00Z') },
      ],
    });
    await world.add({ name: 'one', cron: '2 * * * *' });
    await world.time.advance(3 * MINUTE);
    expect((await world.rows()).map((row) => row.job)).toEqual(['two', 'two', 'one']);
  });

  it('works for each ring, not for each second', async () => {
    world = await World.open({ at: '2026-03-02T00:00:00Z' });
    await world.add({ cron: '0 12 * * *' });
    await world.time.advance(24 * HOUR);
    expect(await world.ledger()).toEqual(['success 12:00:00']);
    expect(world.time.rings).toBeLessThanOrEqual((24 * HOUR) / (15 * SECOND) + 2);
  });

  it('says exit code and error of a failure', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00Z' });
    world.outcome = { exitCode: 3, signal: null, error: null };
    await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    expect((await world.rows())[0]).toMatchObject({ status: 'failed', exitCode: 3, error: 'Exit code 3.', attempt: 1 });
  });

  it('rings nothing for a disabled job, and does not call that missed', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00Z' });
    const job = await world.add({ cron: '* * * * *', enabled: false });
    await world.time.advance(5 * MINUTE);
    expect(await world.ledger(job)).toEqual([]);
    expect((await world.store.jobs.find(job))?.nextRunAt).toBeNull();
  });
});

describe('missed', () => {
  it('after a night asleep: one catch-up, the rest one row', async () => {
    world = await World.open({ at: '2026-03-02T22:00:00Z' });
    await world.add({ cron: '0 */2 * * *' });
    world.time.sleep(9 * HOUR + 30 * MINUTE);
    await world.time.advance(6 * SECOND);
    expect(await world.ledger()).toEqual(['missed 00:00:00..04:00:00 ×3 (asleep)', 'success 06:00:00 catch-up']);
  });

  it('held for 90 s, a per-second job catches up once and goes on', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00.500Z' });
    await world.add({ cron: '* * * * * *' });
    await world.time.advance(2 * SECOND);
    world.time.hold(90 * SECOND);
    await world.time.advance(2 * SECOND);
    expect(await world.ledger()).toEqual([
      'success 09:00:01',
      'success 09:00:02',
      'missed 09:00:03..09:01:31 ×89 (held-up)',
      'success 09:01:32 catch-up',
      'success 09:01:33',
      'success 09:01:34',
    ]);
  });

  it('held for less than the grace, it rings late once and never bursts', async () => {
    world = await World.open({ at: '2026-03-02T09:00:00.500Z' });
    await world.add({ cron: '* * * * * *' });
    world.time.hold(5 * SECOND);
    await world.time.advance(1 * SECOND);
    expect(await world.ledger()).toEqual([
      'missed 09:00:01..09:00:04 ×4 (held-up)',
      'success 09:00:05',
      'success 09:00:06',
    ]);
  });

  it('policy skip lets go, policy all makes up for each', async () => {
    world = await World.open({ at: '2026-03-02T22:00:00Z' });
    const skip = await world.add({ name: 'skip', cron: '0 * * * *', policy: { missed: 'skip' } });
    const all = await world.add({
      name: 'all',
      cron: '0 * * * *',
      policy: { missed: 'all', overlap: { mode: 'queue', limit: 100 } },
    });
    world.time.sleep(3 * HOUR + 30 * MINUTE);
    await world.time.advance(6 * SECOND);
    expect(await world.ledger(skip)).toEqual(['missed 23:00:00..01:00:00 ×3 (asleep)']);
    expect(await world.ledger(all)).toEqual([
      'success 23:00:00 catch-up',
      'success 00:00:00 catch-up',
      'success 01:00:00 catch-up',
    ]);
  });

  it('does not catch up beyond the window', async () => {
    world = await World.open({ at: '2026-03-02T08:00:00Z' });
    await world.add({ cron: '0 9 * * *', policy: { catchUpWindowMs: HOUR } });
    world.time.sleep(4 * HOUR);
    await world.time.advance(6 * SECOND);
    expect(await world.ledger()).toEqual(['missed 09:00:00 (asleep)']);
  });

  it('settles what passed while Belfry was not running, once', async () => {
    world = await World.open({ at: '2026-03-02T08:30:00Z' });
    await world.add({ cron: '0 9,10 * * *' });
    world = await world.restart({ at: Date.parse('2026-03-02T11:00:00Z') });
    expect(await world.ledger()).toEqual(['missed 09:00:00 (not-running)', 'success 10:00:00 catch-up']);
    world = await world.restart({ at: Date.parse('2026-03-02T11:00:30Z') });
    expect(await world.rows()).toHaveLength(2);
  });

  it('a clock set back rings at the next minute of the new time, and nothing twice', async () => {
    world = await World.open({ at: '2026-03-02T09:58:30Z' });
    await world.add({ cron: '* * * * *' });
    await world.time.advance(2 * MINUTE);
    world.time.step(-HOUR);
    await world.time.advance(2 * MINUTE);
    expect(await world.ledger()).toEqual([
      'success 09:01:00',
      'success 09:02:00',
      'success 09:59:00',
      'success 10:00:00',
    ]);
    await world.time.advance(58 * MINUTE);
    expect((await world.rows()).filter((row) => row.dueAt === Date.parse('2026-03-02T10:00:00Z'))).toHaveLength(1);
  });

  it('a clock wrong by a year does not silence a job for a year', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    await world.add({ cron: '* * * * *' });
    world.time.step(365 * 24 * HOUR);
    await world.time.advance(10 * SECOND);
    world.time.step(-365 * 24 * HOUR);
    // 09:01 was settled as missed and stays so.
    await world.time.advance(3 * MINUTE);
    const ran = (await world.rows())
      .filter((row) => row.status === 'success')
      .map((row) => new Date(row.dueAt).getUTCFullYear());
    expect(ran).toEqual([2026, 2026, 2027]);
  });
});

describe('pause', () => {
  it('holds occurrences as one row, survives a restart, and catches nothing up', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    await world.add({ cron: '* * * * *' });
    await world.engine.scheduler.pauseAll(Date.parse('2026-03-02T09:05:30Z'));
    await world.time.advance(2 * MINUTE);
    world = await world.restart();
    await world.time.advance(4 * MINUTE);
    expect(await world.ledger()).toEqual(['skipped 09:01:00..09:05:00 ×5 (paused)', 'success 09:06:00']);
    expect(world.engine.scheduler.pause).toBeNull();
  });

  it('pauses one job until it is resumed', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    const held = await world.add({ name: 'held', cron: '* * * * *' });
    const free = await world.add({ name: 'free', cron: '* * * * *' });
    await world.engine.scheduler.pauseJob(held, FOREVER);
    await world.time.advance(2 * MINUTE);
    await world.engine.scheduler.resumeJob(held);
    await world.time.advance(1 * MINUTE);
    expect(await world.ledger(held)).toEqual(['skipped 09:01:00..09:02:00 ×2 (paused)', 'success 09:03:00']);
    expect(await world.ledger(free)).toHaveLength(3);
  });

  it('skips only the next one on request', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    const job = await world.add({ cron: '* * * * *' });
    await world.store.jobs.patch(job, { skipUntil: Date.parse('2026-03-02T09:01:00Z') }, world.time.now());
    await world.engine.scheduler.reload(job);
    await world.time.advance(2 * MINUTE);
    expect(await world.ledger()).toEqual(['skipped 09:01:00 (skip-next)', 'success 09:02:00']);
  });

  it('rings nothing while the scheduler is off, then settles by policy', async () => {
    world = await World.open({ at: '2026-03-02T09:30:00Z' });
    await world.add({ cron: '0 * * * *' });
    await world.engine.scheduler.switchOff();
    await world.time.advance(3 * HOUR);
    expect(await world.rows()).toEqual([]);
    await world.engine.scheduler.switchOn();
    await world.time.advance(SECOND);
    expect(await world.ledger()).toEqual(['missed 10:00:00..11:00:00 ×2 (scheduler-off)', 'success 12:00:00 catch-up']);
  });

  it('stays as it was asked last, however soon after another', async () => {
    world = await World.open({ at: '2026-03-02T09:30:00Z' });
    await world.add({ cron: '0 * * * *' });
    const { scheduler } = world.engine;
    await Promise.all([scheduler.switchOff(), scheduler.switchOn()]);
    await world.time.advance(HOUR);
    expect(await world.ledger()).toEqual(['success 10:00:00']);
    await Promise.all([scheduler.switchOff(), scheduler.switchOn(), scheduler.switchOff()]);
    await world.time.advance(HOUR);
    expect(await world.ledger()).toEqual(['success 10:00:00']);
  });
});
