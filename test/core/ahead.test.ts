import { afterEach, describe, expect, it } from 'vitest';
import type { TriggerSpec } from '#contract/trigger.ts';
import { dueTicks, expectedAfter, isFrequent, laneOrder, stretches } from '#core/ahead.ts';
import type { ArmedJob } from '#core/armed.ts';
import { bellsAhead } from '#core/bells.ts';
import { collisions, nextClockChange } from '#core/clock-changes.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Two days before clocks go back in Paris. */
const NOW = Date.parse('2026-10-23T14:57:00+02:00');

let world: World;
afterEach(async () => world.close());
const open = async () => {
  world = await World.open({ at: NOW, zone: 'Europe/Paris' });
};
const armed = (id: number) => world.engine.roster.jobs.get(id) as ArmedJob;
const cron = (expression: string): TriggerSpec => ({ kind: 'cron', expression });

describe('what lies ahead', () => {
  it('calls frequent what rings every 20 minutes or oftener, and nothing else', async () => {
    await open();
    const ids = [];
    for (const given of ['* * * * * *', '*/20 * * * *', '*/30 * * * *', '0 9 * * *', '*/5 9-16 * * *'])
      ids.push(await world.add({ cron: given }));
    expect(ids.map((id) => isFrequent(armed(id), NOW))).toEqual([true, true, false, false, true]);
  });

  it('gives at most one tick a step, however often a job rings', async () => {
    await open();
    const id = await world.add({ cron: '* * * * * *' });
    const ticks = dueTicks(armed(id), NOW, NOW + 7 * DAY, 10 * MINUTE);
    expect(ticks.length).toBeLessThanOrEqual(1009);
    expect(ticks.length).toBeGreaterThan(1000);
    expect(
      stretches(
        ticks.map(({ at }) => at),
        30 * MINUTE,
      ),
    ).toEqual([[NOW + 1000, ticks.at(-1)?.at]]);
  });

  it('marks what a pause or “skip the next one” will hold', async () => {
    await open();
    const id = await world.add({ cron: '0 * * * *' });
    await world.engine.scheduler.pauseJob(id, NOW + 2 * HOUR);
    const ticks = dueTicks(armed(id), NOW, NOW + 4 * HOUR, MINUTE);
    expect(ticks.map(({ held }) => held)).toEqual([true, true, false, false]);
  });

  it('expects a job after its predecessors, by what those usually take, along a chain', async () => {
    await open();
    const first = await world.add({ cron: '0 16 * * *' });
    const second = await world.add({ triggers: [{ kind: 'after', job: first, on: 'success' }] });
    const third = await world.add({ triggers: [{ kind: 'after', job: second, on: 'end' }] });
    const span = { now: NOW, to: NOW + DAY, stepMs: MINUTE };
    const at = Date.parse('2026-10-23T16:00+02:00');
    const usual = (id: number) => (id === first ? 5 * MINUTE : MINUTE);
    expect(expectedAfter(world.engine.roster, armed(second), span, usual)).toEqual([
      { at: at + 5 * MINUTE, after: first },
    ]);
    expect(expectedAfter(world.engine.roster, armed(third), span, usual)).toEqual([
      { at: at + 6 * MINUTE, after: second },
    ]);
  });

  it('orders lanes by next run, then events, then what comes later, by hand, and off', async () => {
    await open();
    const off = await world.add({ cron: '0 15 * * *', enabled: false });
    const hand = await world.add();
    const later = await world.add({ cron: '0 0 1 12 *' });
    const wake = await world.add({ triggers: [{ kind: 'wake' }] });
    const often = await world.add({ cron: '*/5 * * * *', name: 'A' });
    const rare = await world.add({ cron: '0 15 * * *', name: 'Z' });
    const after = await world.add({ triggers: [{ kind: 'after', job: rare, on: 'end' }] });
    const order = laneOrder(world.engine.roster, NOW, NOW + DAY).map(({ job }) => job.id);
    expect(order.slice(0, 1)).toEqual([rare]);
    expect(order.slice(1, 3).sort()).toEqual([often, after].sort());
    expect(order.slice(3)).toEqual([wake, later, hand, off]);
  });

  it('counts the bells until the next full hour, or the end of a pause, and what comes then', async () => {
    await open();
    const id = await world.add({ cron: '*/5 * * * *' });
    const weekly = await world.add({ cron: '0 15 * * FRI' });
    const until = Date.parse('2026-10-23T16:00+02:00');
    const ahead = bellsAhead(world.engine.roster, null, NOW);
    expect(ahead).toMatchObject({ until, count: 13 });
    expect(ahead.jobs).toEqual([
      { jobId: id, at: NOW + 3 * MINUTE, following: until },
      { jobId: weekly, at: NOW + 3 * MINUTE, following: Date.parse('2026-10-30T15:00+01:00') },
    ]);
    const { FOREVER } = await import('#contract/limits.ts');
    expect(bellsAhead(world.engine.roster, { since: NOW, until: FOREVER }, NOW).count).toBeNull();
  });
});

describe('changes of clocks', () => {
  it('finds the next one, with the wall time it happens at', async () => {
    await open();
    expect(nextClockChange('Europe/Paris', NOW)).toEqual({
      at: Date.parse('2026-10-25T01:00:00Z'),
      shiftMs: -HOUR,
      wall: Date.parse('2026-10-25T03:00:00Z'),
    });
    expect(nextClockChange('UTC', NOW)).toBeNull();
    expect(nextClockChange('Asia/Kolkata', NOW)).toBeNull();
    expect(nextClockChange('Europe/Paris', NOW, DAY)).toBeNull();
  });

  it('names the jobs that fall into the repeated hour, not rhythms, nor those whose rule is chosen', async () => {
    await open();
    const one = await world.add({ triggers: [cron('30 2 * * *')] });
    await world.add({ triggers: [cron('30 2 * * *')], policy: { repeat: 'both' } });
    await world.add({ cron: '*/5 * * * *' });
    await world.add({ cron: '0 9 * * *' });
    const found = collisions(world.engine.roster, 'Europe/Paris', NOW, 7 * DAY);
    expect(found.map(({ armed: { job }, at, note }) => [job.id, at, note])).toEqual([
      [one, Date.parse('2026-10-25T02:30+02:00'), 'first-of-two'],
    ]);
  });

  it('names those that clocks skip in spring', async () => {
    const spring = Date.parse('2026-03-27T12:00Z');
    world = await World.open({ at: spring, zone: 'Europe/Paris' });
    const one = await world.add({ cron: '30 2 * * *' });
    const found = collisions(world.engine.roster, 'Europe/Paris', spring, 7 * DAY);
    expect(found.map(({ armed: { job }, at, note }) => [job.id, at, note])).toEqual([
      [one, Date.parse('2026-03-29T01:00Z'), 'moved-after-gap'],
    ]);
  });
});
