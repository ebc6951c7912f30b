import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupSettings } from '#contract/backup.ts';
import { DailyBackup } from '#core/daily-backup.ts';
import { tempFolder } from '../support/temp.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: World;
let folder: string;
let settings: BackupSettings;
let changes: number;
let problems: unknown[];
let daily: DailyBackup;

beforeEach(async () => {
  // Noon, so that the day is the same wherever the test runs.
  world = await World.open({ at: '2026-03-02T12:00:00Z' });
  folder = join(await tempFolder(), 'backups');
  settings = { daily: true, keep: 2, folder: null };
  changes = 0;
  problems = [];
  daily = new DailyBackup({
    ...{ clock: world.time, timers: world.time, store: world.store, settings: () => settings, folder: () => folder },
    activity: () => ({
      running: world.engine.admission.running,
      nextAt: world.engine.scheduler.next()?.at ?? null,
    }),
    onChange: () => changes++,
    report: (error) => problems.push(error),
  });
  daily.start();
});
afterEach(async () => {
  daily.halt();
  await world.close();
});

/** Time passes, and looks that were taken come to their end. */
async function pass(ms: number): Promise<void> {
  await world.time.advance(ms);
  await daily.look();
}
const made = async () => (await world.store.backups.list(folder)).map(({ madeAt }) => new Date(madeAt).toISOString());

describe('the daily backup', () => {
  it('is made once a day, and of missed days one; the newest are kept', async () => {
    await pass(MINUTE);
    expect(await made()).toHaveLength(1);
    await pass(3 * HOUR);
    expect(await made()).toHaveLength(1);
    world.time.sleep(3 * DAY);
    await pass(10 * MINUTE);
    await pass(DAY);
    expect(await made()).toHaveLength(2);
    expect(changes).toBe(3);
    expect(problems).toEqual([]);
  });

  it('waits for a quiet moment, but not for ever', async () => {
    world.hold = true;
    await world.add({ cron: '1 12 * * *' });
    await pass(2 * MINUTE);
    await pass(50 * MINUTE);
    expect(await made()).toEqual([]);
    await pass(20 * MINUTE);
    expect(await made()).toHaveLength(1);
    world.started[0]?.finish();
  });

  it('is not made when switched off', async () => {
    settings = { ...settings, daily: false };
    await pass(DAY);
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it('says why it failed, keeps the old ones, and is tried again within the hour', async () => {
    await pass(10 * MINUTE);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file in its place');
    await pass(DAY);
    expect(daily.problem).toMatch(/could not be made|is not there/);
    // Once an hour since midnight, not at every look.
    expect(problems.length).toBeGreaterThan(1);
    expect(problems.length).toBeLessThanOrEqual(24);
    rmSync(folder);
    await pass(HOUR + 10 * MINUTE);
    expect(daily.problem).toBeNull();
    expect(await made()).toHaveLength(1);
    // Elsewhere: at once, not in an hour.
    folder = join(folder, 'elsewhere');
    daily.lookAgain();
    await daily.look();
    expect(await made()).toHaveLength(1);
  });
});
