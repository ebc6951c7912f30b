import { afterEach, describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { handlersOf } from '../support/application.ts';
import { World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOTICED = 6 * SECOND;

let world: World;
afterEach(() => world.close());

const at = (time: string, day = 2) => Date.parse(`2026-03-0${day}T${time}Z`);

describe('missed occurrences', () => {
  it('policy all makes up for the newest hundred, and has one row for the rest', async () => {
    world = await World.open({ at: at('00:30:00') });
    const overlap = { mode: 'parallel', limit: 200 } as const;
    await world.add({ cron: '*/5 * * * *', policy: { missed: 'all', overlap } });
    world.time.sleep(12 * HOUR);
    await world.time.advance(NOTICED);
    const rows = await world.rows();
    expect((await world.ledger())[0]).toBe('missed 00:35:00..04:10:00 ×44 (asleep)');
    expect(rows.slice(1).map(({ status, cause }) => `${status} ${cause}`)).toEqual(
      Array.from({ length: 100 }, () => 'success catch-up'),
    );
    expect(rows.map(({ dueAt }) => dueAt)).toEqual(rows.map(({ dueAt }) => dueAt).sort((a, b) => a - b));
  });

  it('runs late within the grace, and the row says how late', async () => {
    world = await World.open({ at: at('09:00:30') });
    await world.add({ cron: '1 9 * * *' });
    world.time.hold(80 * SECOND);
    await world.time.advance(SECOND);
    const [row] = await world.rows();
    expect(row).toMatchObject({ status: 'success', cause: 'schedule', dueAt: at('09:01:00') });
    expect((row?.startedAt ?? 0) - (row?.dueAt ?? 0)).toBe(50 * SECOND);
  });

  it('lets a frequent job go whose latest missed one lies more than a period back', async () => {
    world = await World.open({ at: at('10:00:30') });
    const job = await world.add({ cron: '* * * * *' });
    // Paused from 10:05 on, by the ledger; asleep from before that.
    world.time.sleep(5 * MINUTE);
    await world.store.jobs.patch(job, { pause: { since: at('10:05:00'), until: FOREVER } }, world.time.now());
    await world.engine.scheduler.reload(job);
    world.time.sleep(25 * MINUTE);
    await world.time.advance(NOTICED);
    expect(await world.ledger()).toEqual([
      'missed 10:01:00..10:04:00 ×4 (asleep)',
      'skipped 10:05:00..10:30:00 ×26 (paused)',
    ]);
  });

  it('spreads what it makes up for, a few at a time and first due first', async () => {
    world = await World.open({ at: at('00:00:30'), concurrency: 2 });
    world.hold = true;
    for (const hour of [5, 3, 1, 4, 2]) await world.add({ name: `at ${hour}`, cron: `0 ${hour} * * *` });
    world.time.sleep(8 * HOUR);
    await world.time.advance(NOTICED);
    const running = async () => (await world.rows()).filter(({ status }) => status === 'running').map(({ job }) => job);
    expect(await running()).toEqual(['at 1', 'at 2']);
    world.started[0]?.finish();
    await world.quiet();
    expect(await running()).toEqual(['at 2', 'at 3']);
    expect((await world.rows()).filter(({ status }) => status === 'queued').map(({ dueAt }) => dueAt)).toEqual([
      at('04:00:00'),
      at('05:00:00'),
    ]);
  });

  it('settles at once when the system says that it woke', async () => {
    world = await World.open({ at: at('00:00:30'), settings: { wakeWaitMs: 0 } });
    await world.add({ cron: '0 3 * * *' });
    world.engine.scheduler.suspend();
    world.time.sleep(4 * HOUR);
    await world.engine.scheduler.resumeFromSleep();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 03:00:00 catch-up']);
    expect((await world.rows())[0]?.startedAt).toBe(at('04:00:30'));
  });
});

describe('at a start', () => {
  it('works out anew when each job is next due, whatever the ledger says', async () => {
    world = await World.open({ at: at('09:00:30') });
    const job = await world.add({ cron: '0 12 * * *' });
    // As if the rules of its zone had changed with an update of the system.
    await world.store.jobs.patch(job, { nextRunAt: at('13:00:00') }, world.time.now());
    world = await world.restart();
    expect((await world.store.jobs.find(job))?.nextRunAt).toBe(at('12:00:00'));
    await world.time.advance(4 * HOUR);
    expect(await world.ledger()).toEqual(['success 12:00:00']);
  });
});

describe('a pause', () => {
  it.each(['everything', 'one job'])('of %s lasts over a restart, until its end', async (what) => {
    world = await World.open({ at: at('09:00:30') });
    const job = await world.add({ cron: '* * * * *' });
    const jobs = what === 'one job' ? [job] : undefined;
    await handlersOf(world)['scheduler.pause']({ until: at('09:10:30'), jobs });
    world = await world.restart({ at: at('09:05:30') });
    const status = await handlersOf(world)['scheduler.status'](undefined);
    const { pause } = await handlersOf(world)['jobs.get']({ job });
    expect((jobs ? pause : status.pause)?.until).toBe(at('09:10:30'));
    await world.time.advance(6 * MINUTE);
    expect(await world.ledger()).toEqual(['skipped 09:01:00..09:10:00 ×10 (paused)', 'success 09:11:00']);
    expect((await handlersOf(world)['jobs.get']({ job })).pause).toBeNull();
  });

  it('until resumed lasts until then', async () => {
    world = await World.open({ at: at('09:00:30') });
    await world.add({ cron: '0 * * * *' });
    await handlersOf(world)['scheduler.pause']({ until: FOREVER });
    world = await world.restart({ at: at('09:00:30', 5) });
    await world.time.advance(HOUR);
    await handlersOf(world)['scheduler.resume']({});
    await world.time.advance(HOUR);
    const rows = await world.rows();
    expect(rows.map(({ status, count, reason }) => [status, count, reason])).toEqual([
      ['skipped', 73, 'paused'],
      ['success', 1, null],
    ]);
  });

  it('lets running jobs run on', async () => {
    world = await World.open({ at: at('09:00:30') });
    world.hold = true;
    await world.add({ cron: '1 9 * * *' });
    await world.time.advance(MINUTE);
    await world.engine.scheduler.pauseAll(FOREVER);
    await world.time.advance(MINUTE);
    world.started[0]?.finish();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:01:00']);
  });
});

describe('skip the next one', () => {
  it('drops that occurrence alone, with a row, also when it is asked for twice and over a restart', async () => {
    world = await World.open({ at: at('09:00:30') });
    const job = await world.add({
      triggers: [
        { kind: 'cron', expression: '2 * * * *' },
        { kind: 'cron', expression: '3 * * * *' },
      ],
    });
    for (let asked = 0; asked < 2; asked++) await handlersOf(world)['jobs.skipNext']({ job });
    world = await world.restart();
    await world.time.advance(3 * MINUTE);
    expect(await world.ledger()).toEqual(['skipped 09:02:00 (skip-next)', 'success 09:03:00']);
  });
});

describe('quitting with runs in progress', () => {
  const busy = async () => {
    world = await World.open({ at: at('09:00:30') });
    world.hold = true;
    await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'queue', limit: 1 } } });
    await world.time.advance(2 * MINUTE);
  };

  it('waits for them, lets nothing new in, and drops what waits', async () => {
    await busy();
    let gone = false;
    const leaving = world.engine.shutdown('wait').then(() => {
      gone = true;
    });
    await world.time.advance(5 * MINUTE);
    expect(gone).toBe(false);
    world.started[0]?.finish();
    await leaving;
    expect(await world.ledger()).toEqual(['success 09:01:00', 'skipped 09:02:00 (shutdown)']);
    expect(world.started).toHaveLength(1);
  });

  it('stops them, politely and then by force', async () => {
    await busy();
    const leaving = world.engine.shutdown('stop');
    await world.time.advance(9 * SECOND);
    expect(world.started[0]).toMatchObject({ stopped: true, killed: false });
    await world.time.advance(2 * SECOND);
    await leaving;
    expect(world.started[0]?.killed).toBe(true);
    expect(await world.ledger()).toEqual(['cancelled 09:01:00 (shutdown)', 'skipped 09:02:00 (shutdown)']);
  });

  it.each([
    ['by itself', []],
    ['after they were waited for', ['wait']],
    ['while they are stopped', ['stop']],
  ] as const)('forces them sooner when the system goes down, %s', async (_when, before) => {
    await busy();
    const leaving = before.map((mode) => world.engine.shutdown(mode));
    await world.time.advance(SECOND);
    leaving.push(world.engine.shutdown('hurry'));
    await world.time.advance(SECOND);
    expect(world.started[0]).toMatchObject({ stopped: true, killed: false });
    await world.time.advance(2 * SECOND);
    await Promise.all(leaving);
    expect(world.started[0]?.killed).toBe(true);
    expect(await world.ledger()).toEqual(['cancelled 09:01:00 (shutdown)', 'skipped 09:02:00 (shutdown)']);
  });

  it('while Belfry starts, lets nothing ring, and leaves what was missed to the next start', async () => {
    world = await World.open({ at: at('09:00:30') });
    await world.add({ cron: '1 9 * * *' });
    world = await world.restart({ at: at('09:30:00'), start: false });
    const starting = world.engine.scheduler.start(true);
    await world.engine.shutdown('stop');
    await starting;
    await world.time.advance(MINUTE);
    expect([world.engine.scheduler.isOn, world.started]).toEqual([false, []]);
    expect(await world.ledger()).toEqual([]);
    world = await world.restart({ at: at('09:40:00') });
    expect(await world.ledger()).toEqual(['success 09:01:00 catch-up']);
  });

  it('stops also what was let in that moment', async () => {
    world = await World.open({ at: at('09:00:30') });
    world.hold = true;
    await world.add({ cron: '1 9 * * *' });
    world.time.hold(30 * SECOND);
    const ringing = world.engine.scheduler.tick();
    let gone = false;
    const leaving = world.engine.shutdown('stop').then(() => {
      gone = true;
    });
    await ringing;
    await world.quiet();
    expect(gone).toBe(false);
    expect(world.started[0]).toMatchObject({ stopped: true });
    world.started[0]?.finish({ exitCode: null, signal: 'SIGTERM', error: null });
    await leaving;
    expect(await world.ledger()).toEqual(['cancelled 09:01:00 (shutdown)']);
  });
});

describe('success', () => {
  const ran = async (rule: { mustMatch?: string; mustNotMatch?: string }, printed: string) => {
    world = await World.open({ at: at('09:00:30') });
    world.play = ({ context, finish }) => {
      context.output('stdout', Buffer.from(printed));
      finish();
    };
    await world.add({ cron: '1 9 * * *', policy: { success: rule } });
    await world.time.advance(MINUTE);
    const [row] = await world.rows();
    return [row?.status, row?.error === null];
  };

  it.each([
    [{ mustMatch: '^done$' }, 'done', 'success'],
    [{ mustMatch: '^done$' }, 'not done', 'failed'],
    [{ mustNotMatch: 'ERROR' }, 'fine', 'success'],
    [{ mustNotMatch: 'ERROR' }, 'an ERROR', 'failed'],
    [{ mustMatch: 'saved', mustNotMatch: 'warning' }, 'saved with a warning', 'failed'],
  ])('%j after “%s”: %s', async (rule, printed, status) => {
    expect(await ran(rule, printed)).toEqual([status, status === 'success']);
  });
});

describe('overlap', () => {
  it('parallel and replace hold for runs by hand too', async () => {
    world = await World.open({ at: at('09:00:30') });
    world.hold = true;
    const run = async (id: number) => world.engine.scheduler.runNow((await world.store.jobs.find(id)) as never);
    const parallel = await world.add({ policy: { overlap: { mode: 'parallel', limit: 2 } } });
    expect([(await run(parallel)).status, (await run(parallel)).status]).toEqual(['running', 'running']);
    await expect(run(parallel)).rejects.toMatchObject({ code: 'refused' });
    const replace = await world.add({ policy: { overlap: { mode: 'replace' } } });
    await run(replace);
    await world.time.advance(SECOND);
    expect((await run(replace)).status).toBe('queued');
    const [first] = await world.rows(replace);
    world.started.find(({ context }) => context.runId === first?.id)?.finish();
    await world.quiet();
    expect((await world.rows(replace)).map(({ status, reason }) => [status, reason])).toEqual([
      ['cancelled', 'replaced'],
      ['running', null],
    ]);
  });
});
