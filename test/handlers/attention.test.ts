import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Attention, ClockJumped } from '#contract/attention.ts';
import { AttentionList } from '#handlers/attention.ts';
import { Bus } from '#handlers/bus.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T08:00:00Z');
const FAILURE = { exitCode: 1, signal: null, error: 'Exit code 1' };

let world: World;
afterEach(async () => world.close());

/** A list on the world's store; `aheadMs` later than the world, where only the list's own clock matters. */
function listOf(of: World, aheadMs = 0) {
  const bus = new Bus();
  const told: Attention[][] = [];
  bus.subscribe((name, payload) => {
    if (name === 'attention.changed') told.push(payload as Attention[]);
  });
  const { store, engine, time } = of;
  const list = new AttentionList({
    ...{
      store,
      bus,
      clock: { ...time, now: () => time.now() + aheadMs },
      roster: engine.roster,
      scheduler: engine.scheduler,
      zone: () => 'UTC',
    },
    settings: () => of.settings,
    report: (error) => of.reports.push(error),
  });
  return { list, bus, told };
}
const kinds = (items: Attention[]) => items.map((item) => ('job' in item ? `${item.kind} ${item.job}` : item.kind));

describe('what needs someone', () => {
  it('lists a job that fails, how often in a row, until it succeeds', async () => {
    world = await World.open({ at: START });
    const { list } = listOf(world);
    expect(await list.read()).toEqual([]);
    const id = await world.add({ cron: '* * * * *', name: 'web' });
    world.outcome = FAILURE;
    await world.time.advance(2 * MINUTE);
    const { list: fresh, told } = listOf(world);
    expect(await fresh.read()).toMatchObject([{ kind: 'failing', job: 'web', inRow: 2, run: { exitCode: 1 } }]);
    expect(told).toHaveLength(1);
    world.outcome = { exitCode: 0, signal: null, error: null };
    await world.time.advance(MINUTE);
    expect(await listOf(world).list.read()).toEqual([]);
    expect(id).toBeGreaterThan(0);
  });

  it('keeps a dismissed row away over a restart, and brings it back when it happens again', async () => {
    world = await World.open({ at: START });
    await world.add({ cron: '* * * * *', name: 'web' });
    world.outcome = FAILURE;
    await world.time.advance(MINUTE);
    const { list } = listOf(world);
    const [row] = await list.read();
    await list.dismiss((row as Attention).key);
    expect(await list.read()).toEqual([]);
    world = await world.restart();
    world.outcome = FAILURE;
    const again = listOf(world);
    expect(await again.list.read()).toEqual([]);
    await world.time.advance(MINUTE);
    expect(kinds(await listOf(world).list.read())).toEqual(['failing web']);
  });

  it('lists what was missed and not made up, but no frequent job', async () => {
    world = await World.open({ at: START });
    await world.add({ cron: '0 9 * * *', name: 'garden', policy: { missed: 'skip' } });
    await world.add({ cron: '*/5 * * * *', name: 'ping', policy: { missed: 'skip' } });
    await world.time.advance(MINUTE);
    world.engine.scheduler.suspend();
    world.time.sleep(3 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(MINUTE);
    const items = await listOf(world).list.read();
    expect(items).toMatchObject([{ kind: 'missed', job: 'garden', run: { reason: 'asleep', count: 1 } }]);
    world.time.hold(START + 24 * HOUR + 58 * MINUTE - world.time.now());
    await world.time.advance(3 * MINUTE);
    expect(await listOf(world).list.read()).toEqual([]);
  });

  it('lists what ran over an hour late, with what kept it, for a day', async () => {
    world = await World.open({ at: START });
    await world.add({ cron: '0 9 * * *', name: 'backup' });
    await world.time.advance(MINUTE);
    world.engine.scheduler.suspend();
    world.time.sleep(3 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(MINUTE);
    expect(await listOf(world).list.read()).toMatchObject([{ kind: 'late', job: 'backup', during: 'asleep' }]);
    expect(kinds(await listOf(world, 19 * HOUR).list.read())).toEqual(['late backup']);
    expect(kinds(await listOf(world, 25 * HOUR).list.read())).not.toContain('late backup');
  });

  it('lists what waits to start though it was due minutes ago', async () => {
    world = await World.open({ at: START, concurrency: 1 });
    world.hold = true;
    await world.add({ cron: '1 9 * * *', name: 'long' });
    await world.add({ cron: '2 9 * * *', name: 'short' });
    await world.time.advance(HOUR + 3 * MINUTE);
    const { list } = listOf(world);
    expect(await list.read()).toEqual([]);
    await world.time.advance(5 * MINUTE);
    expect(kinds(await list.read())).toEqual(['overdue short']);
    for (const run of world.started) run.finish();
    await world.quiet();
    for (const run of world.started) run.finish();
    await world.quiet();
    expect(await list.read()).toEqual([]);
  });

  it('lists a collision with a change of clocks in the coming week', async () => {
    world = await World.open({ at: '2026-03-20T12:00Z', zone: 'Europe/Paris' });
    await world.add({ cron: '30 2 * * *', name: 'backup', zone: 'Europe/Paris' });
    expect(await listOf(world).list.read()).toEqual([]);
    const items = await listOf(world, 3 * 24 * HOUR).list.read();
    expect(items.find(({ kind }) => kind === 'clock-change')).toMatchObject({
      ...{ job: 'backup', note: 'moved-after-gap', zone: 'Europe/Paris' },
    });
  });

  it('lists a clock that was set, by how much and which way, with the bells that it passed over', async () => {
    world = await World.open({ at: START });
    await world.add({ cron: '30 8 * * *', name: 'backup' });
    await world.add({ cron: '30,45 8 * * *', name: 'garden', policy: { missed: 'skip' } });
    await world.time.advance(10_000);
    const [before, noticed] = [world.time.now(), 4_000];
    world.time.step(HOUR);
    await world.time.advance(noticed);
    const { list, told } = listOf(world);
    const jumps = async (of = list) => (await of.read()).filter(({ kind }) => kind === 'clock-jump');
    const [jump] = await jumps();
    expect(jump).toMatchObject({ madeUp: 1, letGo: 2 });
    const { at, from } = jump as ClockJumped;
    expect(at - from).toBe(HOUR);
    expect(from - before).toBeLessThanOrEqual(noticed);
    expect(world.jumps).toEqual([{ from, to: at }]);
    // Half of it is taken back: 08:45 is still to come, and so not let go.
    world.time.step(-HOUR / 2);
    await world.time.advance(noticed);
    expect(await jumps()).toMatchObject([
      { madeUp: 1, letGo: 1 },
      { madeUp: 0, letGo: 0 },
    ]);
    expect(world.jumps.map(({ from, to }) => to - from)).toEqual([HOUR, -HOUR / 2]);
    expect(told.length).toBeGreaterThan(0);
    await list.dismiss(jump?.key ?? '');
    expect(await jumps()).toHaveLength(1);
    world = await world.restart();
    expect(await jumps(listOf(world).list)).toMatchObject([{ madeUp: 0, letGo: 0 }]);
  });

  it('counts for a jump that was taken back no bell that is missed in the same hour later', async () => {
    world = await World.open({ at: START });
    await world.add({ cron: '30,45 8 * * *', name: 'garden', policy: { missed: 'skip' } });
    await world.time.advance(10_000);
    world.time.step(HOUR);
    await world.time.advance(4_000);
    world.time.step(-HOUR / 2);
    await world.time.advance(4_000);
    const letGo = async () =>
      (await listOf(world).list.read()).flatMap((item) => (item.kind === 'clock-jump' ? [item.letGo] : []));
    expect(await letGo()).toEqual([1, 0]);
    world.engine.scheduler.suspend();
    world.time.sleep(HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(MINUTE);
    expect((await world.rows()).filter(({ status }) => status === 'missed')).toHaveLength(2);
    expect(await letGo()).toEqual([1, 0]);
  });

  it('tells of jumps by more than the settings say, for a week, and of none that a sleep was', async () => {
    world = await World.open({ at: START });
    const jumps = async (of = listOf(world).list) =>
      (await of.read()).filter(({ kind }) => kind === 'clock-jump').length;
    for (const ms of [9_000, 30_000, 365 * 24 * HOUR, -365 * 24 * HOUR, -90_000]) {
      world.time.step(ms);
      await world.time.advance(10_000);
    }
    const told: number[] = [];
    for (const most of [null, 10_000, 30_000, MINUTE, 2 * MINUTE]) {
      world.settings.jumpWarnMs = most;
      told.push(await jumps());
    }
    expect(told).toEqual([0, 4, 3, 3, 2]);
    world.settings.jumpWarnMs = MINUTE;
    world.engine.scheduler.suspend();
    world.time.sleep(3 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(MINUTE);
    expect(await jumps()).toBe(3);
    world = await world.restart();
    expect(await jumps()).toBe(3);
    expect(await jumps(listOf(world, 8 * 24 * HOUR).list)).toBe(0);
  });

  it('says nothing of a job that is switched off or gone', async () => {
    world = await World.open({ at: START });
    const id = await world.add({ cron: '* * * * *', name: 'web' });
    world.outcome = FAILURE;
    await world.time.advance(MINUTE);
    await world.store.jobs.update(id, { enabled: false }, world.time.now());
    await world.engine.scheduler.reload(id);
    expect(await listOf(world).list.read()).toEqual([]);
  });

  it('looks again at the jobs that events name, and tells a change once', async () => {
    world = await World.open({ at: START });
    const { list, bus, told } = listOf(world);
    const end = list.watch(world.time);
    onTestFinished(end);
    await list.read();
    await world.add({ cron: '30 8 * * *', name: 'web' });
    world.outcome = FAILURE;
    await world.time.advance(31 * MINUTE);
    bus.emit('runs.changed', await world.rows());
    await world.time.advance(2_000);
    expect(told.map(kinds)).toEqual([['failing web']]);
    bus.emit('runs.changed', await world.rows());
    await world.time.advance(2_000);
    expect(told).toHaveLength(1);
  });
});
