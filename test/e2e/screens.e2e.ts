import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../support/design-day.ts';
import { violations } from './axe.ts';
import { waitFor } from './belfry.ts';
import { type Day, startDay } from './day.ts';
import { difference, keepPainter, otherPainter, type Painter, updating } from './pictures.ts';
import { open, PLACES, settled } from './places.ts';

/** The next bell of that day: what is pictured has to be pictured before it. */
const BELL = Date.parse('2026-10-23T15:00+02:00');
const THEMES = ['light', 'dark'] as const;
/** What differs from machine to machine and from day to day. */
const OWN = '.about, [data-varies]';
const SIZE = { width: 1000, height: 660 };

let day: Day;
let page: Page;

async function resize({ width, height }: { width: number; height: number }, zoom = 1): Promise<void> {
  await day.running.app.evaluate(
    ({ BrowserWindow }, [w, h, factor]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(w, h);
      window?.webContents.setZoomFactor(factor);
    },
    [width, height, zoom] as const,
  );
  await waitFor(() => page.evaluate((wanted) => window.innerWidth === wanted, Math.round(width / zoom)));
}

// A day for each theme: there are three minutes to its next bell.
describe.each(THEMES)('in %s', (theme) => {
  beforeAll(async () => {
    day = await startDay(['--force-device-scale-factor=1']);
    ({ page } = day);
    page.setDefaultTimeout(15_000);
    await resize(SIZE);
    await page.clock.setFixedTime(DAY);
    // Not the second that was shown before.
    await page.getByText('14:57:07').waitFor();
    await page.evaluate((to) => window.belfry.request('settings.set', { theme: to }), theme);
  });
  afterAll(() => day?.close());

  describe('pictures', () => {
    let other: string | null;
    beforeAll(async () => {
      const painter: Painter = await day.running.app.evaluate(() => ({
        electron: process.versions.electron,
        platform: process.platform,
      }));
      if (updating) keepPainter(painter);
      other = otherPainter(painter);
    });

    it.each(PLACES.map((place) => [place.name, place] as const))('%s', async (name, place) => {
      expect(
        day.clock.now(),
        'The next bell rang before all pictures were taken: the machine is too busy.',
      ).toBeLessThan(BELL);
      await open(page, place);
      await page.mouse.move(0, 0);
      await settled(page);
      const screenshot = await page.screenshot({ animations: 'disabled', mask: [page.locator(OWN)], scale: 'css' });
      if (other !== null) return console.warn(other);
      expect(difference(`${name.replace(/\W+/g, '-')}-${theme}`, screenshot)).toBeNull();
    });
  });

  describe('axe finds nothing wrong', () => {
    beforeAll(() => page.evaluate(() => window.belfry.request('scheduler.resume', {})));

    it.each(PLACES.map((place) => [place.name, place] as const))('%s', async (_, place) => {
      await open(page, place);
      expect(await violations(page)).toEqual([]);
    });
  });
});
