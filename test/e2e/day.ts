import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DAY, seedBackup, seedDesignDay, seedRunning, ZONE } from '../support/design-day.ts';
import { type WallClock, wallClockIn } from '../support/wall-clock.ts';
import { type Running, start, waitFor } from './belfry.ts';

/** Long enough for a start on a busy machine, so that the window opens before the design's very second. */
const LEAD = 15_000;

/** Belfry on the design's day, its window open. */
export interface Day {
  page: Page;
  clock: WallClock;
  running: Running;
  /** Ends it and removes all that it kept. */
  close(): Promise<void>;
}

/** Starts Belfry in a folder of its own, a few seconds before the moment of the design's pictures. */
export async function startDay(switches: string[] = []): Promise<Day> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-'));
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  const clock = await wallClockIn(folder, DAY - LEAD);
  await seedDesignDay(data, DAY - LEAD);
  await seedBackup(data);
  const running = await start({
    ...{ data, hidden: true, switches },
    env: { ...clock.env, TZ: ZONE, LC_ALL: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
  });
  const close = async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  await seedRunning(data);
  await running.clickTray('Open Belfry');
  await waitFor(() => running.app.windows().length === 1);
  const page = await running.window();
  await page.getByRole('grid', { name: 'Timeline' }).waitFor();
  await page.getByRole('gridcell').first().waitFor({ state: 'attached' });
  return { page, clock, running, close };
}
