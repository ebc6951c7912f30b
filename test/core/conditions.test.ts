import { afterEach, describe, expect, it } from 'vitest';
import type { JobDraftInput } from '#contract/job.ts';
import { policy } from '#contract/policy.ts';
import { settings } from '#contract/settings.ts';
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
    [{ unmetered: 'only' }, { metered: true }, 'metered'],
    [{ idleMs: 5 * MINUTE }, { idleMs: 4 * MINUTE }, 'in-use'],
  ] as const)('%o skip the run, with the reason', async (conditions, around, reason) => {
    world = await World.open({ at: AT });
    const job = await world.add({ cron: '*/10 * * * *', policy: { conditions } });
    Object.assign(world.around, { idleMs: 60 * MINUTE }, around);
    await world.time.advance(10 * MINUTE);
    expect(await world.ledger(job)).toEqual([`skipped 09:10:00 (${reason})`]);
    Object.assign(world.around, { mains: true, online: true, metered: false, idleMs: 60 * MINUTE });
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

describe('what the settings hold', () => {
  const http = { kind: 'http', url: 'https://example.com/' } as const;
  const email = { kind: 'email' as const, to: ['ada@example.com'], subject: 'Hello', text: 'Hello' };
  const onBattery = { onBattery: 'hold' } as const;
  const cron = '10 9 * * *';

  it('waits, with the reason, for as long as it takes, and then runs once', async () => {
    world = await World.open({ at: AT, settings: onBattery });
    const job = await world.add({ cron: '10 * * * *' });
    world.around.mains = false;
    await world.time.advance(15 * MINUTE);
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)']);
    await world.time.advance(9 * 60 * MINUTE);
    const others = 'skipped 10:10:00..18:10:00 ×9 (on-battery)';
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)', others]);
    world.around.mains = true;
    await world.time.advance(MINUTE);
    expect(await world.ledger(job)).toEqual(['success 09:10:00', others]);
  });

  it.each([
    ['run', ['success', 'success', 'success']],
    ['hold-network', ['queued', 'queued', 'success']],
    ['hold', ['queued', 'queued', 'queued']],
  ] as const)('on a metered network: %s', async (onMetered, expected) => {
    world = await World.open({ at: AT, settings: { onMetered } });
    const jobs = [await world.add({ cron, action: http }), await world.add({ cron, action: email })];
    jobs.push(await world.add({ cron }));
    world.around.metered = true;
    await world.time.advance(11 * MINUTE);
    expect((await world.rows()).map(({ jobId, status }) => [jobId, status])).toEqual(
      jobs.map((job, at) => [job, expected[at]]),
    );
    world.around.metered = false;
    await world.time.advance(MINUTE);
    expect((await world.rows()).map(({ status }) => status)).toEqual(['success', 'success', 'success']);
  });

  it('does not hold jobs that say otherwise, nor what a person starts', async () => {
    world = await World.open({ at: AT, settings: { onBattery: 'hold', onMetered: 'hold' } });
    const free = await world.add({ cron, policy: { conditions: { mains: 'any', unmetered: 'any' } } });
    const half = await world.add({ cron, policy: { conditions: { mains: 'any' } } });
    const job = await world.store.jobs.find(half);
    Object.assign(world.around, { mains: false, metered: true });
    await world.time.advance(11 * MINUTE);
    if (job) await world.engine.scheduler.runNow(job);
    await world.quiet();
    expect(await world.ledger(free)).toEqual(['success 09:10:00']);
    expect(await world.ledger(half)).toEqual(['queued 09:10:00 (metered)', 'success 09:11:00 by-hand']);
  });

  it('leaves a job its own rule, which says what becomes of the run', async () => {
    world = await World.open({ at: AT, settings: onBattery });
    const job = await world.add({ cron, policy: { conditions: { mains: 'only' } } });
    world.around.mains = false;
    await world.time.advance(11 * MINUTE);
    expect(await world.ledger(job)).toEqual(['skipped 09:10:00 (on-battery)']);
  });

  it('lets go as soon as a job is changed to run anyway', async () => {
    world = await World.open({ at: AT, settings: onBattery });
    const job = await world.add({ cron });
    world.around.mains = false;
    await world.time.advance(11 * MINUTE);
    const before = await world.store.jobs.find(job);
    if (!before) throw new Error('The job is gone.');
    const policy = { ...before.policy, conditions: { ...before.policy.conditions, mains: 'any' as const } };
    await world.store.jobs.update(job, { policy }, world.time.now());
    await world.engine.scheduler.reload(job);
    await world.time.advance(MINUTE);
    expect(await world.ledger(job)).toEqual(['success 09:10:00']);
  });

  it('says what it waits for now, and asks the job’s own conditions at the end of it', async () => {
    world = await World.open({ at: AT, settings: { onBattery: 'hold', onMetered: 'hold' } });
    const job = await world.add({ cron, policy: { conditions: { online: true } } });
    Object.assign(world.around, { mains: false, metered: true });
    await world.time.advance(11 * MINUTE);
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)']);
    world.around.mains = true;
    await world.time.advance(MINUTE);
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (metered)']);
    Object.assign(world.around, { metered: false, online: false });
    await world.time.advance(MINUTE);
    expect(await world.ledger(job)).toEqual(['skipped 09:10:00 (offline)']);
  });

  it.each([
    [{ onMetered: 'hold' }, {}, false, 'success'],
    [{ onMetered: 'hold' }, {}, true, 'queued'],
    [{}, { unmetered: 'only' }, false, 'success'],
    [{}, { unmetered: 'only' }, true, 'skipped'],
  ] as const)(
    '%o, %o: waits until it is known whether the network is metered (%s)',
    async (settings, conditions, metered, status) => {
      world = await World.open({ at: AT, settings });
      const job = await world.add({ cron, policy: { conditions } });
      world.around.metered = null;
      await world.time.advanceTo(Date.parse('2026-03-02T09:10:01Z'));
      expect(await world.ledger(job)).toEqual(['queued 09:10:00 (metered)']);
      world.around.metered = metered;
      world.tellSurroundings();
      await world.quiet();
      expect((await world.rows(job)).map((row) => row.status)).toEqual([status]);
    },
  );
});

describe('what the settings held when Belfry ended', () => {
  const settings = { onBattery: 'hold' } as const;
  const mains = (is: boolean) => (opened: World) => Object.assign(opened.around, { mains: is });
  /** Due at 09:10 on battery. */
  async function held(policy: JobDraftInput['policy'] = {}) {
    world = await World.open({ at: AT, settings, ready: mains(false) });
    const job = await world.add({ cron: '10 9 * * *', policy });
    await world.time.advance(11 * MINUTE);
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)']);
    return { world, job };
  }

  it.each(['quit', 'crash'])('waits on after a %s, and runs once', async (how) => {
    const { world: first, job } = await held();
    if (how === 'quit') await first.engine.shutdown('wait');
    world = await first.restart({ at: '2026-03-02T12:00:00Z', settings, ready: mains(false) });
    expect(await world.ledger(job)).toEqual(['queued 09:10:00 (on-battery)']);
    await world.engine.shutdown('wait');
    world = await world.restart({ at: '2026-03-02T13:00:00Z', settings });
    expect(await world.ledger(job)).toEqual(['success 09:10:00']);
    expect((await world.rows(job))[0]?.startedAt).toBe(Date.parse('2026-03-02T13:00:00Z'));
  });

  it('is let go where the job lets go what it missed', async () => {
    const { world: first, job } = await held({ missed: 'skip' });
    await first.engine.shutdown('wait');
    expect(await first.ledger(job)).toEqual(['skipped 09:10:00 (shutdown)']);
  });

  it.each([
    ['is too old', {}, { at: '2026-03-09T09:00:00Z' }],
    ['the scheduler is off', {}, { on: false }],
  ])('is let go when it %s', async (_name, policy, options) => {
    const { world: first, job } = await held(policy);
    await first.engine.shutdown('wait');
    world = await first.restart({ settings, ready: mains(false), ...options });
    expect((await world.ledger(job))[0]).toBe('skipped 09:10:00 (shutdown)');
  });

  it('does not run when it was paused meanwhile', async () => {
    const { world: first, job } = await held();
    await first.engine.scheduler.pauseJob(job, Date.parse('2026-03-03T00:00:00Z'));
    await first.engine.shutdown('wait');
    world = await first.restart({ settings });
    expect(await world.ledger(job)).toEqual(['skipped 09:10:00 (paused)']);
  });
});

describe('rules of before', () => {
  it('mean what they meant', () => {
    const read = (given: object) => policy.parse({ conditions: given }).conditions;
    expect(read({ mains: true })).toEqual(read({ mains: 'only' }));
    expect(read({ mains: false })).toEqual(read({}));
    expect(read({})).toMatchObject({ mains: 'settings', unmetered: 'settings' });
    expect(() => read({ mains: 'never' })).toThrow('Give settings, any or only.');
    expect(settings.parse({})).toMatchObject({ onBattery: 'run', onMetered: 'run' });
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
