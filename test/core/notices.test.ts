import { afterEach, describe, expect, it } from 'vitest';
import type { JobDraftInput } from '#contract/job.ts';
import type { SettingsChanges } from '#contract/settings.ts';
import { OK, World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FAILED = { exitCode: 1, signal: null, error: 'Exit code 1.' };
const EVERY_MINUTE = '0 * * * * *';

let world: World;
afterEach(() => world.close());

async function open(
  notifications: JobDraftInput['notifications'],
  more: Partial<JobDraftInput> & { cron?: string; settings?: SettingsChanges } = {},
): Promise<number> {
  const { settings, ...draft } = more;
  world = await World.open({ at: '2026-03-02T09:00:30Z', settings });
  return world.add({ name: 'backup', cron: EVERY_MINUTE, notifications, ...draft });
}

describe('notices', () => {
  it('tell of a failure by the desktop, unless the job says otherwise', async () => {
    await open(undefined);
    world.outcome = FAILED;
    await world.time.advance(MINUTE);
    expect(world.told).toEqual(['desktop: backup failed. Exit code 1.']);
  });

  it('tell of nothing that went well, nor of what was stopped by hand', async () => {
    const id = await open(undefined);
    await world.time.advance(MINUTE);
    world.hold = true;
    await world.time.advance(MINUTE);
    await world.engine.launcher.stop((await world.rows(id)).at(-1)?.id ?? 0);
    world.started.at(-1)?.finish();
    await world.quiet();
    expect((await world.ledger(id)).at(-1)).toContain('cancelled');
    expect(world.told).toEqual([]);
  });

  it('are one for a job that fails again and again, then a count that comes ever more rarely', async () => {
    await open(undefined, { cron: '*/10 * * * * *' });
    world.outcome = FAILED;
    await world.time.advance(10 * MINUTE);
    expect(world.told).toHaveLength(1);
    await world.time.advance(10 * SECOND);
    expect(world.told).toHaveLength(2);
    expect(world.told[1]).toMatch(/^desktop: backup failed 60 times\. Since 09:00:50\. Exit code 1\.$/);
    await world.time.advance(15 * MINUTE);
    expect(world.told).toHaveLength(2);
    await world.time.advance(5 * MINUTE + SECOND);
    expect(world.told).toHaveLength(3);
  });

  it('come at once again after a quiet time', async () => {
    await open(undefined, { cron: '0 0 * * * *' });
    world.outcome = FAILED;
    await world.time.advance(3 * 60 * MINUTE);
    expect(world.told).toHaveLength(3);
  });

  it('wait for the last attempt and say how many there were', async () => {
    await open(undefined, { policy: { retry: { count: 2, delayMs: SECOND } } });
    world.outcome = FAILED;
    await world.time.advance(35 * SECOND);
    expect(world.told).toEqual(['desktop: backup failed. Exit code 1. On all 3 attempts.']);
  });

  it('tell of the first success after a failure, and then no more', async () => {
    await open({ onFailure: false, onRecovery: true });
    world.outcome = FAILED;
    await world.time.advance(MINUTE);
    world.outcome = OK;
    await world.time.advance(3 * MINUTE);
    expect(world.told).toEqual(['desktop: backup works again. It had failed before. Took 0 ms.']);
  });

  it('tell of each success that was asked for', async () => {
    await open({ onSuccess: true });
    await world.time.advance(MINUTE);
    expect(world.told).toEqual(['desktop: backup succeeded. Took 0 ms.']);
  });

  it('tell of a start that is late enough', async () => {
    await open({ lateMs: 20 * SECOND });
    world.time.hold(50 * SECOND);
    await world.time.advance(10 * SECOND);
    expect(world.told).toEqual([
      expect.stringMatching(/^desktop: backup rang 2\d s late\. Due 09:01:00, started 09:01:2\d\.$/),
    ]);
  });

  it('tell of what was missed and why', async () => {
    await open({ lateMs: MINUTE }, { policy: { missed: 'skip' } });
    world.time.sleep(10 * MINUTE);
    await world.time.advance(10 * SECOND);
    expect(world.told).toHaveLength(1);
    expect(world.told[0]).toMatch(
      /^desktop: backup missed \d+ runs\. 09:01:00 to 09:\d\d:00\. The computer was asleep\.$/,
    );
  });

  it('tell of a run well over its usual time, once enough is known', async () => {
    await open({ onLong: true });
    await world.time.advance(3 * MINUTE);
    world.hold = true;
    await world.time.advance(MINUTE);
    expect(world.told).toEqual(['desktop: backup is taking long. Running for 30 s, usually 0 ms.']);
  });

  it('say nothing of a long run that ended in time', async () => {
    await open({ onLong: true });
    await world.time.advance(3 * MINUTE);
    world.hold = true;
    await world.time.advance(35 * SECOND);
    world.started.at(-1)?.finish();
    world.hold = false;
    await world.time.advance(MINUTE);
    expect(world.told).toEqual([]);
  });

  it('go each way that the job and the settings name, each once, and the ledger says so', async () => {
    const settings = { notifications: { desktop: false, email: ['all@example.com', 'a@example.com'], webhooks: [] } };
    const ways = { email: ['a@example.com'], webhooks: ['https://hooks.example.com/T0/secret'] };
    const id = await open(ways, { settings });
    world.outcome = FAILED;
    await world.time.advance(MINUTE);
    expect(world.told.sort()).toEqual([
      'a@example.com: backup failed',
      'all@example.com: backup failed',
      'https://hooks.example.com/T0/secret: failure 1',
    ]);
    const told = await world.store.deliveries.of((await world.rows(id))[0]?.id ?? 0);
    expect(told.map(({ channel, target, error }) => `${channel} ${target} ${error}`).sort()).toEqual([
      'email a@example.com null',
      'email all@example.com null',
      'webhook hooks.example.com null',
    ]);
  });

  it('that do not get there are recorded with the reason', async () => {
    const id = await open({ desktop: false, email: ['a@example.com'] });
    world.outcome = FAILED;
    world.unreachable = 'No mail account is set up.';
    await world.time.advance(MINUTE);
    const told = await world.store.deliveries.of((await world.rows(id))[0]?.id ?? 0);
    expect(told).toMatchObject([{ kind: 'failure', channel: 'email', error: 'No mail account is set up.' }]);
  });

  it('ping an endpoint at each start and end, in order', async () => {
    await open({ pingUrl: 'https://hc.example.com/1', onFailure: false });
    await world.time.advance(MINUTE);
    world.outcome = FAILED;
    await world.time.advance(MINUTE);
    expect(world.told).toEqual(
      ['start', 'success', 'start', 'fail'].map((state) => `https://hc.example.com/1: ${state}`),
    );
  });
});

describe('notices of the desktop', () => {
  it('come at once while they are few; of many that come together the rest is told as one', async () => {
    await open(undefined);
    for (let at = 1; at < 12; at++) await world.add({ name: `sync ${at}`, cron: EVERY_MINUTE });
    world.outcome = FAILED;
    await world.time.advance(MINUTE);
    expect(world.told).toHaveLength(4);
    expect(world.told.slice(0, 3).every((line) => line.endsWith(' failed. Exit code 1.'))).toBe(true);
    expect(world.told[3]).toMatch(/^desktop: 9 jobs failed\. \S+ \d+, \S+ \d+, \S+ \d+ and 6 more\.$/);
    const rows = await world.rows();
    const told = await Promise.all(rows.map(({ id }) => world.store.deliveries.of(id)));
    expect(told.map((one) => one.map(({ channel, error }) => `${channel} ${error}`))).toEqual(
      rows.map(() => ['desktop null']),
    );
  });

  it('that are being gathered come when Belfry ends', async () => {
    await open(undefined);
    for (let at = 1; at < 6; at++) await world.add({ name: `sync ${at}`, cron: EVERY_MINUTE });
    world.outcome = FAILED;
    await world.time.advance(31 * SECOND);
    expect(world.told).toHaveLength(3);
    await world.engine.shutdown('stop');
    expect(world.told[3]).toMatch(/^desktop: 3 jobs failed\. /);
    expect(world.told).toHaveLength(4);
  });

  it('wait for the end of quiet hours, and say then when it was; mail does not wait', async () => {
    const settings = { quietHours: { from: '09:00', to: '10:30' } };
    const id = await open({ email: ['a@example.com'] }, { cron: '0 5 9 * * *', settings });
    world.outcome = FAILED;
    await world.time.advance(85 * MINUTE);
    expect(world.told).toEqual(['a@example.com: backup failed']);
    const [run] = await world.rows(id);
    const deliveries = async () => (await world.store.deliveries.of(run?.id ?? 0)).map(({ channel }) => channel);
    expect(await deliveries()).toEqual(['email']);
    await world.time.advance(10 * MINUTE);
    expect(world.told.slice(1)).toEqual(['desktop: backup failed. At 09:05:00. Exit code 1.']);
    expect(await deliveries()).toEqual(['email', 'desktop']);
  });

  it('of quiet hours are one, whatever happened in them', async () => {
    await open({ onRecovery: true }, { settings: { quietHours: { from: '09:00', to: '10:00' } } });
    await world.add({ name: 'sync', cron: '0 30 9 * * *' });
    world.outcome = FAILED;
    await world.time.advance(45 * MINUTE);
    world.outcome = OK;
    await world.time.advance(20 * MINUTE);
    expect(world.told).toEqual(['desktop: 2 jobs failed, 1 works again. Since 09:01:00. backup and sync.']);
  });

  it('that the desktop cannot show are recorded with the reason, also those of many', async () => {
    await open(undefined);
    for (let at = 1; at < 6; at++) await world.add({ name: `sync ${at}`, cron: EVERY_MINUTE });
    world.outcome = FAILED;
    world.noDesktop = 'This desktop shows no notices.';
    await world.time.advance(MINUTE);
    const told = await Promise.all((await world.rows()).map(({ id }) => world.store.deliveries.of(id)));
    expect(told).toHaveLength(6);
    for (const [delivery] of told) expect(delivery).toMatchObject({ channel: 'desktop', error: world.noDesktop });
  });
});
