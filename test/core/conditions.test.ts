import { afterEach, describe, expect, it } from 'vitest';
import { isWithin } from '#core/conditions.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const AT = '2026-03-02T09:00:00Z';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('conditions that are not met', () => {
  it.each([
    [{ mains: true }, { mains: false }, 'on-battery'],
    [{ online: true }, { online: false }, 'offline'],
    [{ idleMs: 5 * MINUTE }, { idleMs: 4 * MINUTE }, 'in-use'],
  ] as const)('%o skip the run, with the reason', async (conditions, around, reason) => {
    world = await World.open({ at: AT });
    const job = await world.add({ cron: '*/10 * * * *', policy: { conditions } });
    Object.assign(world.around, { idleMs: 60 * MINUTE }, around);
    await world.time.advance(10 * MINUTE);
    expect(await world.ledger(job)).toEqual([`skipped 09:10:00 (${reason})`]);
    Object.assign(world.around, { mains: true, online: true, idleMs: 60 * MINUTE });
    await world.time.advance(10 * MINUTE);
    expect(await world.ledger(job)).toEqual([`skipped 09:10:00 (${reason})`, 'success 09:20:00']);
  });

  it('keep jobs still during quiet hours, by the clock of their zone', async () => {
    const settings = { quietHours: { from: '22:00', to: '10:15' } };
    world = await World.open({ at: AT, zone: 'Europe/Paris', settings });
    const job = await world.add({ cron: '*/10 * * * *', policy: { conditions: { outsideQuietHours: true } } });
    await world.time.advance(20 * MINUTE);
    expect(await world.ledger(job)).toEqual(['skipped 09:10:00 (quiet-hours)', 'success 09:20:00']);
  });

  it('do not hold back what a person starts', async () => {
    world = await World.open({ at: AT });
    const id = await world.add({ policy: { conditions: { mains: true } } });
    world.around.mains = false;
    const job = await world.store.jobs.find(id);
    if (job) await world.engine.scheduler.runNow(job);
    await world.quiet();
    expect(await world.ledger(id)).toEqual(['success 09:00:00 by-hand']);
  });
});

describe('waiting for conditions', () => {
  const conditions = { mains: true, unmet: 'wait', waitMs: 30 * MINUTE } as const;

  it('starts the run when they are met, and says how late', async () => {
    world = await World.open({ at: AT });
    const job = await world.add({ cron: '10 9 * * *', policy: { conditions } });
    world.around.mains = false;
    await world.time.advance(15 * MINUTE);
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)']);
    world.around.mains = true;
    await world.time.advance(MINUTE);
    expect(await world.ledger(job)).toEqual(['success 09:10:00']);
    expect((await world.rows(job))[0]?.startedAt).toBe(Date.parse('2026-03-02T09:15:05Z'));
  });

  it('gives up at the limit', async () => {
    world = await World.open({ at: AT });
    const job = await world.add({ cron: '10 9 * * *', policy: { conditions } });
    world.around.mains = false;
    await world.time.advance(60 * MINUTE);
    expect(await world.ledger(job)).toEqual(['skipped 09:10:00 (on-battery)']);
    expect((await world.rows(job))[0]?.finishedAt).toBe(Date.parse('2026-03-02T09:40:00Z'));
  });

  it('lets one run of a job wait, not a crowd', async () => {
    world = await World.open({ at: AT });
    const job = await world.add({ cron: '* * * * *', policy: { conditions } });
    world.around.mains = false;
    await world.time.advance(3 * MINUTE);
    expect(await world.ledger(job)).toEqual([
      'queued 09:01:00 (on-battery)',
      'skipped 09:02:00..09:03:00 ×2 (overlap)',
    ]);
  });

  it('can be stopped, and ends with Belfry', async () => {
    world = await World.open({ at: AT });
    const policy = { conditions };
    const stopped = await world.add({ cron: '10 9 * * *', policy });
    const left = await world.add({ cron: '10 9 * * *', policy });
    world.around.mains = false;
    await world.time.advance(11 * MINUTE);
    const [run] = await world.rows(stopped);
    expect(await world.engine.launcher.stop(run?.id ?? 0)).toBe(true);
    await world.engine.shutdown('wait');
    expect(await world.ledger(stopped)).toEqual(['cancelled 09:10:00']);
    expect(await world.ledger(left)).toEqual(['skipped 09:10:00 (shutdown)']);
  });
});

describe('quiet hours', () => {
  const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
  it.each([
    ['22:00', '07:00', '23:30', true],
    ['22:00', '07:00', '06:59', true],
    ['22:00', '07:00', '07:00', false],
    ['22:00', '07:00', '21:59', false],
    ['12:00', '13:00', '12:00', true],
    ['12:00', '13:00', '13:00', false],
    ['08:00', '08:00', '03:00', true],
  ])('from %s to %s hold at %s: %s', (from, to, time, expected) => {
    expect(isWithin({ from, to }, at(time), 'UTC')).toBe(expected);
  });
});
