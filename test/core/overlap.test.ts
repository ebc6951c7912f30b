import { afterEach, describe, expect, it } from 'vitest';
import type { JobTrial } from '#contract/job.ts';
import { handlersOf } from '../support/application.ts';
import { World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let world: World;
afterEach(() => world.close());

const open = async (options: { concurrency?: number } = {}) => {
  world = await World.open({ at: '2026-03-02T09:00:30Z', ...options });
  world.hold = true;
  return world;
};

describe('overlap', () => {
  it('skip: refuses while the last one runs, in one growing row', async () => {
    await open();
    await world.add({ cron: '* * * * *' });
    await world.time.advance(3 * MINUTE);
    expect(await world.ledger()).toEqual(['running 09:01:00', 'skipped 09:02:00..09:03:00 ×2 (overlap)']);
  });

  it('queue: waits in line up to the limit', async () => {
    await open();
    await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'queue', limit: 1 } } });
    await world.time.advance(3 * MINUTE);
    expect(await world.ledger()).toEqual(['running 09:01:00', 'queued 09:02:00', 'skipped 09:03:00 (queue-full)']);
    world.started[0]?.finish();
    await world.quiet();
    expect((await world.ledger())[1]).toBe('running 09:02:00');
  });

  it('parallel: up to N together', async () => {
    await open();
    await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'parallel', limit: 2 } } });
    await world.time.advance(3 * MINUTE);
    expect(await world.ledger()).toEqual(['running 09:01:00', 'running 09:02:00', 'skipped 09:03:00 (overlap)']);
  });

  it('replace: stops the old one, and starts the new one when it has ended', async () => {
    await open();
    await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'replace' } } });
    await world.time.advance(95 * SECOND);
    expect(world.started[0]?.stopped).toBe(true);
    expect(world.started).toHaveLength(1);
    world.started[0]?.finish({ exitCode: null, signal: 'SIGTERM', error: null });
    await world.quiet();
    expect(await world.ledger()).toEqual(['cancelled 09:01:00 (replaced)', 'running 09:02:00']);
  });

  it('a run stopped while its row is being written never starts', async () => {
    await open({ concurrency: 1 });
    await world.add({ name: 'first', cron: '0 1 9 * * *' });
    const second = await world.add({ name: 'second', cron: '1 1 9 * * *' });
    await world.time.advance(MINUTE);
    const { launcher } = world.engine;
    const [row] = await world.rows(second);
    world.started[0]?.finish();
    while (!launcher.running.some(({ id }) => id === row?.id)) await new Promise((resolve) => setImmediate(resolve));
    expect(world.started).toHaveLength(1);
    expect(await launcher.stop(row?.id as number)).toBe(true);
    await world.quiet();
    expect(world.started).toHaveLength(1);
    expect((await world.rows(second))[0]).toMatchObject({ status: 'cancelled', startedAt: null, attempt: 0 });
    expect(launcher.liveIds).toEqual([]);
  });

  it('all jobs share one limit, first due first started', async () => {
    await open({ concurrency: 1 });
    const late = await world.add({ name: 'late', cron: '5 1 9 * * *' });
    const early = await world.add({ name: 'early', cron: '1 1 9 * * *' });
    const first = await world.add({ name: 'first', cron: '0 1 9 * * *' });
    await world.time.advance(MINUTE);
    expect(await world.ledger(late)).toEqual(['queued 09:01:05']);
    world.started[0]?.finish();
    await world.quiet();
    expect(await world.ledger(first)).toEqual(['success 09:01:00']);
    expect(await world.ledger(early)).toEqual(['running 09:01:01']);
    expect(await world.ledger(late)).toEqual(['queued 09:01:05']);
  });

  it('by hand: refused with a sentence, leaving no row', async () => {
    await open();
    const id = await world.add({ name: 'Backup', cron: '* * * * *' });
    await world.time.advance(MINUTE);
    const job = await world.store.jobs.find(id);
    await expect(world.engine.scheduler.runNow(job as never)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('“Backup” is still running'),
    });
    expect(await world.rows()).toHaveLength(1);
  });
});

describe('a run that waited', () => {
  const queued = async () => {
    await open();
    const id = await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'queue', limit: 2 } } });
    await world.time.advance(2 * MINUTE);
    return id;
  };

  it('does not start once its job is switched off, and says so', async () => {
    const id = await queued();
    await world.store.jobs.update(id, { enabled: false }, world.time.now());
    await world.engine.scheduler.reload(id);
    world.started[0]?.finish();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:01:00', 'cancelled 09:02:00']);
    expect((await world.rows())[1]?.error).toContain('switched off or removed');
    expect(world.started).toHaveLength(1);
  });

  it('does not start once its job is removed', async () => {
    const id = await queued();
    await world.store.jobs.remove(id, world.time.now());
    world.engine.scheduler.forget(id);
    world.started[0]?.finish();
    await world.quiet();
    expect(world.started).toHaveLength(1);
  });

  it('does not start in a pause, but the one by hand does', async () => {
    const id = await queued();
    const job = await world.store.jobs.find(id);
    await world.engine.scheduler.runNow(job as never);
    await world.engine.scheduler.pauseAll(world.time.now() + MINUTE);
    world.started[0]?.finish();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:01:00', 'skipped 09:02:00 (paused)', 'running 09:02:30 by-hand']);
  });
});

describe('one run', () => {
  it('has variables of its own, also when it waited and in each attempt, and the next has not', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    world.hold = true;
    const retry = { count: 1, delayMs: SECOND, backoff: 'fixed' as const };
    const id = await world.add({ environment: { A: '1', B: '2' }, policy: { overlap: { mode: 'queue' }, retry } });
    const run = async (variables?: Record<string, string>) =>
      world.engine.scheduler.runNow((await world.store.jobs.find(id)) as never, variables);
    await run();
    await run({ B: '3', C: '4' });
    world.started[0]?.finish();
    await world.quiet();
    world.started[1]?.finish({ exitCode: 1, signal: null, error: null });
    await world.quiet();
    await world.time.advance(2 * SECOND);
    world.started[2]?.finish();
    await world.quiet();
    await run();
    expect(world.started.map(({ context }) => context.environment)).toEqual([
      { A: '1', B: '2' },
      { A: '1', B: '3', C: '4' },
      { A: '1', B: '3', C: '4' },
      { A: '1', B: '2' },
    ]);
  });

  it('retries with growing waits and keeps every attempt', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    world.outcome = { exitCode: 1, signal: null, error: null };
    const retry = { count: 2, delayMs: 10 * SECOND, backoff: 'exponential' as const };
    await world.add({ cron: '1 9 * * *', policy: { retry } });
    await world.time.advance(35 * SECOND);
    expect(world.started).toHaveLength(1);
    await world.time.advance(6 * SECOND);
    world.outcome = { exitCode: 0, signal: null, error: null };
    await world.time.advance(30 * SECOND);
    const [row] = await world.rows();
    expect(row).toMatchObject({ status: 'success', attempt: 3, attempts: 3, error: null, exitCode: 0 });
    const found = await world.store.runs.get(row?.id ?? 0);
    expect(found?.attempts.map(({ status, exitCode }) => [status, exitCode])).toEqual([
      ['failed', 1],
      ['failed', 1],
      ['success', 0],
    ]);
    expect(world.started.map(({ at }) => new Date(at).toISOString().slice(14, 19))).toEqual([
      '01:00',
      '01:10',
      '01:30',
    ]);
  });

  it('times out on awake time, politely and then by force', async () => {
    await open();
    await world.add({ cron: '1 9 * * *', policy: { timeoutMs: MINUTE } });
    await world.time.advance(40 * SECOND);
    world.time.sleep(10 * MINUTE);
    await world.time.advance(40 * SECOND);
    expect(world.started[0]?.stopped).toBe(false);
    await world.time.advance(15 * SECOND);
    expect(world.started[0]).toMatchObject({ stopped: true, killed: false });
    await world.time.advance(10 * SECOND);
    expect(world.started[0]?.killed).toBe(true);
    expect((await world.rows())[0]).toMatchObject({
      status: 'timed-out',
      error: "Stopped after 60 s, the job's timeout.",
    });
  });

  it('is stopped by hand, also between two attempts, and never retried then', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    world.outcome = { exitCode: 1, signal: null, error: null };
    await world.add({ cron: '1 9 * * *', policy: { retry: { count: 5, delayMs: MINUTE } } });
    await world.time.advance(40 * SECOND);
    const [row] = await world.rows();
    expect(await world.engine.launcher.stop(row?.id ?? 0)).toBe(true);
    await world.time.advance(5 * MINUTE);
    expect((await world.rows())[0]).toMatchObject({ status: 'cancelled', attempt: 1 });
    expect(world.started).toHaveLength(1);
  });

  it('judges by the list of exit codes', async () => {
    world = await World.open({ at: '2026-03-02T09:00:30Z' });
    world.outcome = { exitCode: 3, signal: null, error: 'Exit code 3.' };
    await world.add({ cron: '1 9 * * *', policy: { success: { exitCodes: [0, 3] } } });
    await world.time.advance(MINUTE);
    expect((await world.rows())[0]).toMatchObject({ status: 'success', exitCode: 3, error: null });
  });

  it('left running by a crash, it becomes interrupted', async () => {
    await open();
    await world.add({ cron: '1 9 * * *' });
    await world.time.advance(MINUTE);
    world = await world.restart();
    expect((await world.rows())[0]).toMatchObject({ status: 'interrupted', error: expect.stringContaining('Belfry') });
  });
});

describe('runs before what they need is there', () => {
  const opened = async () => {
    let arrive = () => {};
    const prepared = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    world = await World.open({ at: '2026-03-02T09:00:30Z', prepared });
    return arrive;
  };

  it('wait in line while jobs are armed, and start once it is', async () => {
    const arrive = await opened();
    const id = await world.add({ cron: '* * * * *', policy: { overlap: { mode: 'queue', limit: 2 } } });
    expect(world.engine.scheduler.next()).toEqual({ at: Date.parse('2026-03-02T09:01:00Z'), jobId: id });
    await world.time.advance(MINUTE);
    const byHand = await world.engine.scheduler.runNow((await world.store.jobs.find(id)) as never);
    expect(byHand.status).toBe('queued');
    expect(await world.ledger()).toEqual(['queued 09:01:00', 'queued 09:01:30 by-hand']);
    expect(world.started).toHaveLength(0);
    arrive();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:01:00', 'success 09:01:30 by-hand']);
    const [first] = await world.rows();
    expect(first).toMatchObject({ startedAt: world.time.now() });
  });

  it('are told of in words that hold while none runs yet', async () => {
    const arrive = await opened();
    const id = await world.add({ cron: '*/10 * * * * *' });
    await world.time.advance(30 * SECOND);
    const job = (await world.store.jobs.find(id)) as never;
    await expect(world.engine.scheduler.runNow(job)).rejects.toThrow('“job 1” waits for its start already, and');
    arrive();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:00:40', 'skipped 09:00:50..09:01:00 ×2 (overlap)']);
  });

  it('keep a test run waiting too', async () => {
    const arrive = await opened();
    const id = await world.add();
    const { action, environment, policy, workingDirectory } = (await world.store.jobs.find(id)) as never as JobTrial;
    const tried = handlersOf(world)['jobs.test']({ action, environment, policy, workingDirectory });
    await world.quiet();
    expect(world.started).toHaveLength(0);
    arrive();
    expect(await tried).toEqual({ id: 1 });
    expect(world.started).toHaveLength(1);
  });

  it('are told of as not run where Belfry is quit first', async () => {
    const arrive = await opened();
    await world.add({ cron: '* * * * *' });
    await world.time.advance(MINUTE);
    await world.engine.shutdown('wait');
    arrive();
    await world.quiet();
    expect(await world.ledger()).toEqual(['skipped 09:01:00 (shutdown)']);
    expect(world.started).toHaveLength(0);
  });
});
