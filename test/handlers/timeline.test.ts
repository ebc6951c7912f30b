import { afterEach, describe, expect, it } from 'vitest';
import { timelineHandlers } from '#handlers/timeline.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T08:00:00Z');

let world: World;
afterEach(async () => world.close());

const read = (of: World, from: number, to: number, page = { offset: 0, limit: 40 }) => {
  const { store, engine, time } = of;
  const { roster, scheduler, bands } = engine;
  return timelineHandlers({ store, roster, scheduler, bands, clock: time })['timeline.read']({ from, to, ...page });
};

describe('the time line', () => {
  it('gives runs, bells to come and bands in one strip', async () => {
    world = await World.open({ at: START });
    const daily = await world.add({ cron: '0 9 * * *' });
    const after = await world.add({ triggers: [{ kind: 'after', job: daily, on: 'success' }] });
    await world.time.advance(2 * HOUR);
    world.engine.scheduler.suspend();
    world.time.sleep(HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.engine.scheduler.pauseAll(START + 4 * HOUR);
    const line = await read(world, START, START + 30 * HOUR);
    const [first, second] = line.lanes;
    expect(line).toMatchObject({ now: START + 3 * HOUR, total: 2, offset: 0 });
    expect(first).toMatchObject({ jobId: daily, frequent: false, runs: [{ status: 'success', dueAt: START + HOUR }] });
    expect(first?.due.map(({ at }) => at)).toEqual([START + 25 * HOUR]);
    expect(second).toMatchObject({ jobId: after, due: [], expected: [{ after: daily }] });
    expect(line.bands).toEqual([
      { kind: 'asleep', from: START + 2 * HOUR, to: START + 3 * HOUR },
      { kind: 'paused', from: START + 3 * HOUR, to: START + 4 * HOUR },
    ]);
  });

  it('draws a frequent job as stretches, from which failures stand out', async () => {
    world = await World.open({ at: START });
    const id = await world.add({ cron: '*/10 * * * *' });
    await world.time.advance(HOUR);
    world.outcome = { exitCode: 2, signal: null, error: 'Exit code 2' };
    await world.time.advance(10 * MINUTE);
    world.outcome = { exitCode: 0, signal: null, error: null };
    await world.time.advance(20 * MINUTE);
    world.time.sleep(2 * HOUR);
    await world.time.advance(30 * MINUTE);
    const [lane] = (await read(world, START, START + 8 * HOUR)).lanes;
    expect(lane).toMatchObject({ jobId: id, frequent: true, due: [], runs: [{ status: 'failed', exitCode: 2 }] });
    expect(lane?.ran).toHaveLength(2);
    expect(lane?.ahead).toEqual([[START + 4 * HOUR + 10 * MINUTE, START + 8 * HOUR]]);
  });

  it('gives lanes by page', async () => {
    world = await World.open({ at: START });
    for (let at = 0; at < 7; at++) await world.add({ cron: `${at} 9 * * *` });
    const all = (await read(world, START, START + HOUR)).lanes.map(({ jobId }) => jobId);
    const page = await read(world, START, START + HOUR, { offset: 3, limit: 2 });
    expect(page).toMatchObject({ total: 7, offset: 3 });
    expect(page.lanes.map(({ jobId }) => jobId)).toEqual(all.slice(3, 5));
  });
});
