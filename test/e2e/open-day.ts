import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DAY, seedDesignDay, seedRunning, ZONE } from '../support/design-day.ts';
import { type WallClock, wallClockIn } from '../support/wall-clock.ts';
import { type Running, start, waitFor } from './belfry.ts';

/** With BELFRY_PICTURES=folder the screens are kept there, to be put beside the design's. */
export const PICTURES = process.env.BELFRY_PICTURES;
/** Long enough for a start on a busy machine, so that the picture is of the design's very second. */
const LEAD = 15_000;

/** Belfry on the design's day in an empty `folder`, its window open. `onStart` gets it at once, so that a failure later leaves nothing behind. */
export async function openDay(
  folder: string,
  onStart: (running: Running) => void,
): Promise<{ page: Page; clock: WallClock; running: Running }> {
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  const clock = await wallClockIn(folder, DAY - LEAD);
  await seedDesignDay(data, DAY - LEAD);
  const running = await start({
    ...{ data, hidden: true, switches: PICTURES === undefined ? [] : ['--force-device-scale-factor=2'] },
    env: { ...clock.env, TZ: ZONE, LC_ALL: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
  });
  onStart(running);
  await seedRunning(data);
  await running.clickTray('Open Belfry');
  await waitFor(() => running.app.windows().length === 1);
  const page = await running.window();
  await page.getByRole('grid', { name: 'Timeline' }).waitFor();
  await page.getByRole('gridcell').first().waitFor({ state: 'attached' });
  return { page, clock, running };
}

/** Keeps a picture of the window, where pictures are wanted. */
export async function keep(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), scale: 'device' });
}

export const theme = (page: Page, wanted: 'light' | 'dark') =>
  page.evaluate((to) => window.belfry.request('settings.set', { theme: to }), wanted);
