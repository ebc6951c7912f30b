import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { DAY, seedDesignDay, seedRunning, ZONE } from '../support/design-day.ts';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { openWallClock, type WallClock } from './wall-clock.ts';

/** With BELFRY_PICTURES=folder the screens are kept there, to be put beside the design's. */
const PICTURES = process.env.BELFRY_PICTURES;
/** Long enough for a start on a busy machine, so that the picture is of the design's very second. */
const LEAD = 15_000;

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

/** Belfry on the design's day, its window open. */
async function openDay(): Promise<{ page: Page; clock: WallClock; running: Running }> {
  const data = await tempFolder();
  const clock = await openWallClock(DAY - LEAD);
  await seedDesignDay(data, DAY - LEAD);
  const running = await start({
    ...{ data, hidden: true, switches: PICTURES === undefined ? [] : ['--force-device-scale-factor=2'] },
    env: { ...clock.env, TZ: ZONE, LC_ALL: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
  });
  belfry = running;
  await seedRunning(data);
  await running.clickTray('Open Belfry');
  await waitFor(() => running.app.windows().length === 1);
  const page = await running.window();
  await page.getByRole('grid', { name: 'Timeline' }).waitFor();
  await page.getByRole('gridcell').first().waitFor({ state: 'attached' });
  return { page, clock, running };
}

async function keep(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), scale: 'device' });
}

const theme = (page: Page, wanted: 'light' | 'dark') =>
  page.evaluate((to) => window.belfry.request('settings.set', { theme: to }), wanted);

describe('the Now screen of the day in the design', () => {
  it('tells what is next, what runs, what was and will be, and what needs someone', async () => {
    const { page, clock } = await openDay();
    await theme(page, 'light');
    await waitFor(() => clock.now() >= DAY);
    await keep(page, 'now-light');
    await theme(page, 'dark');
    await page.waitForTimeout(300);
    await keep(page, 'now-dark');
    expect(await page.getByRole('region', { name: 'Next bell' }).textContent()).toContain('Weekly report e-mail');
    await page.evaluate(() =>
      window.belfry.request('scheduler.pause', { until: Date.parse('2026-10-23T16:00+02:00') }),
    );
    await theme(page, 'light');
    await page.getByText('Paused until 16:00').first().waitFor();
    await page.waitForTimeout(500);
    await keep(page, 'now-paused-light');
  });
});
