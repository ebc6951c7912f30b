import { afterEach, describe, expect, it } from 'vitest';
import type { World } from '../support/world.ts';
import { World as Made } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T08:00:00Z');
const clock = (at: number) => new Date(at).toISOString().slice(11, 19);

let world: World;
afterEach(async () => world.close());

const bands = async (from = START - HOUR, to = START + 400 * HOUR) =>
  (await world.store.bands.within(from, to)).map(
    ({ kind, from: since, to: until }) => `${kind} ${clock(since)}-${clock(until)}`,
  );

describe('bands', () => {
  it('tells sleep from a clock that was set', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.time.advance(10 * SECOND);
    world.engine.scheduler.suspend();
    world.time.sleep(2 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(10 * SECOND);
    world.time.step(HOUR);
    await world.time.advance(10 * SECOND);
    // The watch looks every 4 s: a step is placed where it is noticed.
    expect(await bands()).toEqual(['asleep 08:00:10-10:00:10', 'clock-jumped 10:00:24-11:00:24']);
  });

  it('knows of a sleep where even the monotonic clock went on', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    world.engine.scheduler.suspend();
    world.time.hold(3 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.quiet();
    expect(await bands()).toEqual(['asleep 08:00:00-11:00:00']);
  });

  it('is not misled by a sleep that was announced and did not come', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    world.engine.scheduler.suspend();
    await world.time.advance(500);
    await world.engine.scheduler.resumeFromSleep();
    await world.time.advance(HOUR);
    expect(await bands()).toEqual([]);
  });

  it('takes back what a clock that was set back has not lived, and marks what it repeats', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.time.advance(10 * SECOND);
    world.time.step(365 * 24 * HOUR);
    await world.time.advance(10 * SECOND);
    world.time.step(-365 * 24 * HOUR);
    await world.time.advance(10 * SECOND);
    expect(await bands(0, START + 800 * 24 * HOUR)).toEqual(['clock-jumped 08:00:12-08:00:24']);
    world.time.step(-HOUR);
    await world.time.advance(10 * SECOND);
    const [newest] = (await world.store.bands.within(0, START + HOUR)).slice(-1);
    expect((newest?.to ?? 0) - (newest?.from ?? 0)).toBe(HOUR);
  });

  it('tells the time that Belfry was not running, to the minute after a crash', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.time.advance(10 * MINUTE + 30 * SECOND);
    const crashed = world.time.now();
    world = await world.restart({ at: crashed + HOUR });
    expect(await bands()).toEqual(['not-running 08:10:00-09:10:30']);
  });

  it('tells it exactly after a shutdown', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.time.advance(10 * MINUTE + 30 * SECOND);
    await world.engine.shutdown('stop');
    world = await world.restart({ at: world.time.now() + HOUR });
    expect(await bands()).toEqual(['not-running 08:10:30-09:10:30']);
  });

  it('tells it whole where Belfry was quit before it had started', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    world = await world.restart({ at: START + HOUR, start: false });
    await world.engine.shutdown('stop');
    world = await world.restart({ at: START + 2 * HOUR });
    expect(await bands()).toEqual(['not-running 08:00:00-10:00:00']);
  });

  it('keeps a pause once it is over, and shows the one that goes on', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.engine.scheduler.pauseAll(START + HOUR);
    expect(world.engine.bands.open(world.engine.scheduler.pause)).toEqual([
      { kind: 'paused', from: START, to: START + HOUR },
    ]);
    await world.time.advance(30 * MINUTE);
    await world.engine.scheduler.resumeAll();
    await world.engine.scheduler.pauseAll(world.time.now() + HOUR);
    await world.time.advance(2 * HOUR);
    expect(await bands()).toEqual(['paused 08:00:00-09:30:00']);
    expect(world.engine.bands.open(world.engine.scheduler.pause)).toEqual([]);
  });

  it('keeps the time switched off, even what a crash cuts short', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    await world.engine.scheduler.switchOff();
    await world.time.advance(5 * MINUTE);
    await world.engine.scheduler.switchOn();
    await world.time.advance(5 * MINUTE);
    await world.engine.scheduler.switchOff();
    await world.time.advance(5 * MINUTE + 10 * SECOND);
    world = await world.restart({ at: world.time.now() + HOUR });
    expect(await bands()).toEqual([
      'scheduler-off 08:00:00-08:05:00',
      'scheduler-off 08:10:00-08:15:00',
      'not-running 08:15:00-09:15:10',
    ]);
  });

  it('forgets what is older than about a year', async () => {
    world = await Made.open({ at: START, beatMs: MINUTE });
    const year = 366 * 24 * HOUR;
    await world.store.bands.record({ kind: 'asleep', from: START - 2 * year, to: START - 2 * year + HOUR });
    await world.store.bands.record({ kind: 'asleep', from: START, to: START + HOUR });
    expect(await world.store.bands.within(0, START + 2 * HOUR)).toHaveLength(1);
  });
});
