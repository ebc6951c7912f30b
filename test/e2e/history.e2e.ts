import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../support/design-day.ts';
import { tempFolder } from '../support/temp.ts';
import { violations } from './axe.ts';
import { type Running, waitFor } from './belfry.ts';
import { keep, openDay, theme } from './open-day.ts';
import { goTo as goToPlace } from './places.ts';

let belfry: Running;
let page: Page;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-'));
  const day = await openDay(folder, (running) => {
    belfry = running;
  });
  page = day.page;
  page.setDefaultTimeout(10_000);
  await waitFor(() => day.clock.now() >= DAY - 4000);
});
afterAll(async () => {
  await belfry?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach(async () => {
  await page.mouse.move(5, 5);
  await goTo('/');
  await goTo('/history');
  await grid().getByText('Today').waitFor();
});

const grid = () => page.getByRole('grid', { name: 'Runs' });
const row = (name: string | RegExp) => grid().getByRole('row', { name });
const pane = () => page.getByLabel('Run of Renew TLS certificates');
const address = () => new URL(page.url()).search;
const chip = (name: string) => page.getByRole('combobox', { name, exact: true });
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

const goTo = (path: string) => goToPlace(page, path);

async function choose(name: string, label: string): Promise<void> {
  await chip(name).focus();
  await chip(name).selectOption({ label });
}

describe('the history of the day in the design', () => {
  it('looks like its picture', async () => {
    for (const look of ['light', 'dark'] as const) {
      await theme(page, look);
      await goTo('/history?days=7');
      await row(/^Renew TLS certificates, Failed, 12:10/).click();
      await pane().getByText('Exited with code 1').waitFor();
      await page.getByRole('textbox', { name: 'Find in output' }).fill('timeout');
      await pane().getByText('1 of 2').waitFor();
      await page.getByRole('textbox', { name: 'Find in output' }).blur();
      await page.mouse.move(5, 5);
      await page.waitForTimeout(300);
      await keep(page, `history-${look}`);
    }
    expect(await pane().getByRole('heading').textContent()).toBe('Renew TLS certificates failed');
    await pane().getByText('Exit code 1 on all 3 attempts').waitFor();
  });

  it('tells each day, what repeats, and what sleep cost', async () => {
    expect(await grid().getByRole('row').first().textContent()).toMatch(
      /^Today Fri,? 23 Oct · \d+ runs · 5 failed · 2 missed$/,
    );
    const asleep = row(/^Asleep/);
    expect(await asleep.textContent()).toMatch(/Asleep 00:49 – 07:12, 6 h 23 min2 missed · 102 frequent runs let go/);
    await row(/^Nightly database backup, Missed, 02:30/)
      .getByText('missed, ran 07:12')
      .waitFor();
    const repeats = row(/^Health ping, \d+ runs, Failed, 12:30/);
    expect(await repeats.textContent()).toContain('since 12:20');
    await repeats.getByRole('button', { name: 'Expand Health ping' }).click();
    await row(/^Health ping, Failed, 12:25/).waitFor();
    await repeats.getByRole('button', { name: 'Collapse Health ping' }).click();
    await row(/^Health ping, Failed, 12:25/).waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Collapse repeats' }).click();
    await row(/^Health ping, Succeeded, 14:45/).waitFor();
    await page.getByRole('switch', { name: 'Collapse repeats' }).click();
    await row(/^Health ping, Succeeded, 14:45/).waitFor({ state: 'detached' });
  });

  it('keeps its filters in the address, so that back and forward work', async () => {
    await choose('Status', 'Failed');
    await waitFor(() => address() === '?status=bad');
    await row(/, Succeeded, /)
      .first()
      .waitFor({ state: 'detached' });
    await choose('Trigger', 'By hand');
    await page.getByText('No run matches.').waitFor();
    await page.goBack();
    await waitFor(() => address() === '?status=bad');
    await row(/^Renew TLS certificates, .*Failed/)
      .first()
      .waitFor();
    await page.goForward();
    await page.getByText('No run matches.').waitFor();
    await page.getByRole('button', { name: 'No filter by trigger' }).click();
    await page.getByRole('button', { name: 'No filter by status' }).click();
    await waitFor(() => address() === '');
    await row(/, Succeeded, /)
      .first()
      .waitFor();
  });

  it('finds what was printed, and marks it in the pane', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('acme-challenge');
    await waitFor(() => page.url().endsWith('q=acme-challenge'));
    await waitFor(async () => (await grid().getByRole('row').count()) === 2);
    await row(/^Renew TLS certificates, Failed, 12:10/).click();
    await pane().getByText('1 of 1').waitFor();
    expect(await pane().locator('.hit.here').textContent()).toBe('acme-challenge');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('timeout');
    await pane().getByText('1 of 2').waitFor();
    await page.keyboard.press('Enter');
    await pane().getByText('2 of 2').waitFor();
    await pane().getByRole('button', { name: 'Previous match' }).click();
    await pane().getByText('1 of 2').waitFor();
  });

  it('keeps a tab under the pointer while something is looked for, and closes the run by mouse', async () => {
    await row(/^Renew TLS certificates, Failed, 12:10/).click();
    await page.getByRole('textbox', { name: 'Find in output' }).fill('timeout');
    await pane().getByText('1 of 2').waitFor();
    const environment = pane().getByRole('tab', { name: 'Environment' });
    const box = await environment.boundingBox();
    // Pressed where it is seen: leaving the field moves nothing.
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 3, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await waitFor(async () => (await environment.getAttribute('aria-selected')) === 'true');
    await pane().getByRole('button', { name: 'Close the run' }).click();
    await pane().waitFor({ state: 'detached' });
  });

  it('is walked through by keys alone', async () => {
    await page.keyboard.press('Home');
    await waitFor(async () => (await focused()).startsWith('Rebuild docs, Running'));
    await page.keyboard.press('j');
    expect(await focused()).toMatch(/^Health ping, \d+ runs, Succeeded/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await waitFor(async () => (await focused()).startsWith('Health ping, Succeeded'));
    await page.keyboard.press('ArrowLeft');
    await waitFor(async () => /^Health ping, \d+ runs/.test(await focused()));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('k');
    await waitFor(async () => (await focused()).startsWith('Rebuild docs, Running'));
    await page.keyboard.press('Enter');
    await page.getByLabel('Run of Rebuild docs').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Run of Rebuild docs').waitFor({ state: 'detached' });
    await page.keyboard.press('e');
    await waitFor(() => /\/jobs\/\d+\/edit$/.test(page.url()));
    await page.goBack();
  });

  it('writes what is listed to a file', async () => {
    await choose('Status', 'Failed');
    for (const [format, label] of [
      ['csv', 'Comma-separated values (CSV)'],
      ['json', 'JSON'],
    ] as const) {
      const file = join(await tempFolder(), `runs.${format}`);
      await belfry.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, file);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: label }).click();
      await page.getByText(`6 runs exported to ${file}`).waitFor();
      const written = await readFile(file, 'utf8');
      if (format === 'csv') {
        const lines = written.trimEnd().split('\r\n');
        expect(lines).toHaveLength(7);
        expect(lines[0]).toMatch(/^run,job,status,cause,reason,due,/);
        const { stdout } = await belfry.belfry('history', '--csv', '--status', 'failed,timed-out,interrupted');
        expect(stdout).toBe(written);
      } else
        expect((JSON.parse(written) as { status: string }[]).map(({ status }) => status)).toEqual(
          Array(6).fill('failed'),
        );
    }
  });

  it('says in its place why nothing was written', async () => {
    await belfry.app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: '/nowhere/at/all.csv' });
    });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    await page
      .getByRole('alert')
      .getByText(/\/nowhere\/at\/all\.csv could not be written/)
      .waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('has room for times of 12 hours', async () => {
    await page.evaluate(() => window.belfry.request('settings.set', { hourCycle: '12' }));
    await grid()
      .getByText(/^2:50 pm$/i)
      .first()
      .waitFor();
    const wide = await grid()
      .locator('.when')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
    expect(wide).toBe(0);
    const columns = await grid()
      .locator('.kind-cell')
      .evaluateAll((cells) => [...new Set(cells.map((cell) => cell.getBoundingClientRect().left))]);
    expect(columns).toHaveLength(1);
    await keep(page, 'history-12h');
    await page.evaluate(() => window.belfry.request('settings.set', { hourCycle: 'system' }));
    await grid().getByText('14:50').first().waitFor();
  });

  it('holds still under the pointer, and says what has come', async () => {
    await row(/^Rebuild docs, Running/).hover();
    await belfry.belfry('run', 'Print time');
    await page.getByRole('button', { name: '1 new run' }).click();
    await row(/^Print time, /)
      .first()
      .waitFor();
  });

  it.each(['light', 'dark'] as const)('gives axe nothing to say in %s', async (look) => {
    await theme(page, look);
    expect(await violations(page)).toEqual([]);
    await row(/^Renew TLS certificates, Failed, 12:10/).click();
    await pane().getByText('Exited with code 1').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
