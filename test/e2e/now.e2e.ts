import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { DAY } from '../support/design-day.ts';
import { tempFolder } from '../support/temp.ts';
import { type Running, waitFor } from './belfry.ts';
import { keep, openDay as openDayWindow, PICTURES, theme } from './open-day.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const openDay = async () =>
  openDayWindow(await tempFolder(), (running) => {
    belfry = running;
  });

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

  it('tells an occurrence under the pointer and under the keyboard, and opens it', async () => {
    const { page } = await openDay();
    const strip = page.getByRole('grid', { name: 'Timeline' });
    const failed = page.locator(`#${await idOf(page, /^12:10, Failed/, 'Renew TLS certificates')}`);
    const box = await failed.boundingBox();
    if (!box) throw new Error('The failure is not drawn.');
    // Beside the bar, which is four pixels wide.
    await page.mouse.move(box.x + box.width + 4, box.y + box.height / 2);
    const tooltip = page.locator('.mark-tooltip');
    await tooltip.waitFor();
    expect(await tooltip.textContent()).toMatch(/Renew TLS certificates.*12:10.*Failed, exit 1.*took 7 m/);
    await page.mouse.move(5, 5);
    await tooltip.waitFor({ state: 'detached' });

    await strip.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    expect(await tooltip.textContent()).toMatch(/Poll exchange rates.*Failed, exit 1/);
    const active = await strip.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-label')).toMatch(/19:30, Failed, exit 1/);
    await page.keyboard.press('Enter');
    await waitFor(() => page.url().includes('/history?run='));
    await page.goBack();
    await failed.waitFor({ state: 'attached' });

    await page.mouse.click(box.x + 2, box.y + box.height / 2);
    await waitFor(() => page.url().includes('/history?run='));
    await page.goBack();
    await failed.waitFor({ state: 'attached' });
    await strip.getByRole('rowheader', { name: 'Weekly report e-mail' }).click();
    await waitFor(() => /\/jobs\/\d+$/.test(page.url()));
  });

  it('reaches nearer and farther by keys, and is a table on T', async () => {
    const { page } = await openDay();
    await page.getByRole('grid', { name: 'Timeline' }).focus();
    await page.keyboard.press('-');
    expect(await page.getByRole('radio', { name: '7 d' }).isChecked()).toBe(true);
    await keep(page, 'now-week');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await page.getByRole('radio', { name: '6 h' }).isChecked()).toBe(true);
    await keep(page, 'now-6h');
    await page.getByRole('radio', { name: '24 h' }).check();
    await page.keyboard.press('t');
    const row = page.getByRole('row', { name: /Water the garden.*06:45.*Missed, asleep/ });
    await row.waitFor();
    await keep(page, 'now-table');
    await page.keyboard.press('t');
    await page.getByRole('grid', { name: 'Timeline' }).waitFor();
  });

  it('lets what needs someone be dismissed, and opens the editor at the rule to choose', async () => {
    const { page, running } = await openDay();
    const region = page.getByRole('region', { name: 'Needs attention' });
    await region.getByRole('button', { name: 'Dismiss: Water the garden' }).click();
    await region.getByText('Water the garden').waitFor({ state: 'detached' });
    const left = await running.json<{ attention: { kind: string; job: string }[] }>('status');
    expect(left.attention.map(({ kind, job }) => `${kind} ${job}`)).toEqual([
      'failing Renew TLS certificates',
      'late Nightly database backup',
      'clock-change Switch DNS to new host',
    ]);
    await region.getByRole('button', { name: 'Choose which: Switch DNS to new host' }).click();
    await waitFor(() => page.evaluate(() => document.activeElement?.tagName === 'SELECT'));
    await page.goBack();
  });

  it('fits a small window', async () => {
    const { page, running } = await openDay();
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(760, 520));
    await waitFor(() => page.evaluate(() => window.innerWidth === 760));
    await page.waitForTimeout(300);
    await keep(page, 'now-small');
    const wide = () => page.evaluate(() => document.querySelector('.now')?.scrollWidth);
    expect(await wide()).toBeLessThanOrEqual(760 - 52);
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
    await waitFor(() => page.evaluate(() => window.innerWidth === 380));
    await page.waitForTimeout(300);
    await keep(page, 'now-zoomed');
    expect(await wide()).toBeLessThanOrEqual(380 - 52);
  });

  it('costs next to nothing while its countdowns run', async () => {
    const { page } = await openDay();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
      return { at: of('Timestamp'), busy: of('TaskDuration') };
    };
    await page.waitForTimeout(3000);
    const before = performance.now();
    const first = await spent();
    await page.waitForTimeout(10_000);
    const second = await spent();
    const share = (second.busy - first.busy) / ((performance.now() - before) / 1000);
    if (PICTURES !== undefined) console.log(`countdowns: ${(share * 100).toFixed(2)} % of a core`);
    expect(share).toBeLessThan(0.02);
  });
});

/** Id of the mark of a job whose words match. */
async function idOf(page: Page, words: RegExp, job: string): Promise<string> {
  const lane = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: job }) });
  const cells = lane.getByRole('gridcell', { name: words });
  // Marks are put into words when the page has nothing else to do.
  await cells.first().waitFor({ state: 'attached' });
  const ids = await cells.evaluateAll((marks) => marks.map(({ id }) => id));
  return ids.at(-1) ?? 'none';
}
