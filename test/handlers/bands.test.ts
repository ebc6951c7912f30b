import { afterEach, expect, it } from 'vitest';
import type { Job } from '#contract/job.ts';
import { runHandlers } from '#handlers/runs.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T08:00:00Z');

let world: World;
afterEach(async () => world.close());

const ask = ({ store, engine, time, settings }: World) => {
  const { roster, scheduler, bands } = engine;
  const none = {} as Parameters<typeof runHandlers>[0];
  return runHandlers({ ...none, store, roster, scheduler, bands, clock: time, settings: () => settings });
};

it('tells what a sleep cost: what rings hourly or oftener is let go, also a single bell of it', async () => {
  world = await World.open({ at: START });
  const often = await world.add({ cron: '*/10 * * * *' });
  const hourly = await world.add({ cron: '50 * * * *' });
  const twice = await world.add({ cron: '0 9,10 * * *' });
  await world.time.advance(30 * MINUTE);
  world.engine.scheduler.suspend();
  world.time.sleep(90 * MINUTE + 5000);
  await world.engine.scheduler.resumeFromSleep();
  await world.time.advance(MINUTE);
  const { runs } = await world.store.runs.list({ limit: 100 });
  const missedOnes = runs.filter(({ status }) => status === 'missed').map(({ jobId }) => jobId);
  expect(new Set(missedOnes)).toContain(often);
  const answer = await ask(world)['bands.list']({ from: START, to: START + 24 * HOUR });
  expect(answer.frequent.sort()).toEqual([often, hourly].sort());
  const [asleep] = answer.bands;
  expect(asleep).toMatchObject({ kind: 'asleep', from: START + 30 * MINUTE });
  const of = (job: number) =>
    runs
      .filter(({ jobId, status, cause }) => jobId === job && (status === 'missed' || cause === 'catch-up'))
      .reduce((sum, { count }) => sum + count, 0);
  expect(asleep?.letGo).toBe(of(often) + of(hourly));
  expect(asleep?.missed).toBe(of(twice));
  expect(of(twice)).toBeGreaterThan(0);
  const totals = await ask(world)['runs.totals']({ since: START });
  expect(totals.missed).toBe(of(twice));
  const alone = await ask(world)['bands.list']({ from: START, to: START + 24 * HOUR, job: twice });
  expect(alone.bands[0]).toMatchObject({ missed: of(twice), letGo: 0 });
});

it('counts as late what began so much after its time as the settings say, and judges no miss by it', async () => {
  world = await World.open({ at: START, settings: { lateAfterMs: 1000 } });
  await world.add({ cron: '1 8 * * *' });
  await world.add({ cron: '30 8 * * *' });
  await world.time.advance(45_000);
  world.time.hold(45_000);
  await world.time.advance(MINUTE);
  await world.engine.scheduler.runNow(world.engine.roster.jobs.get(1)?.job as Job);
  await world.quiet();
  const late = async (lateAfterMs: number) => {
    world.settings.lateAfterMs = lateAfterMs;
    const { late, missed, success } = await ask(world)['runs.totals']({ since: START });
    return { late, missed, success };
  };
  expect(await late(MINUTE)).toEqual({ late: 0, missed: 0, success: 2 });
  expect(await late(10_000)).toEqual({ late: 1, missed: 0, success: 2 });
  // Made up for: that is a miss, however late it ran.
  world.time.hold(HOUR);
  await world.time.advance(MINUTE);
  expect(await world.ledger()).toContain('success 08:30:00 catch-up');
  expect(await late(10_000)).toEqual({ late: 1, missed: 1, success: 3 });
});
