import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobSummary } from '#contract/job.ts';
import { type Running, waitFor } from './belfry.ts';
import { oneBelfry } from './one-belfry.ts';
import { goTo as goToPlace } from './places.ts';

let belfry: Running;
let page: Page;
oneBelfry((running, window) => {
  belfry = running;
  page = window;
});
beforeAll(async () => {
  const add = (name: string, command: string, ...tags: string[]) =>
    belfry.belfry('add', '--name', name, '--cron', '30 2 * * *', '--command', command, ...tags.flatMap(withTag));
  await add('Nightly backup', 'echo backed up', 'backup', 'db');
  await add('Renew certificates', 'echo no answer >&2; exit 3', 'web');
  await add('Sync photos', 'sleep 60', 'home');
  await belfry.belfry('add', '--name', 'Vacuum', '--command', 'true', '--after', 'Nightly backup');
  await belfry.belfry('run', 'Renew certificates', '--wait');
});
// Nothing that an earlier test left lies over the window.
beforeEach(async () => {
  while ((await page.getByRole('dialog').count()) > 0) {
    await press('Escape');
    await page.waitForTimeout(200);
  }
  await goTo('/');
});

const withTag = (tag: string) => ['--tag', tag];
const jobs = async () =>
  (await page.evaluate(async () => {
    const reply = await window.belfry.request('jobs.list');
    return reply.ok ? reply.result : [];
  })) as JobSummary[];
const jobNamed = async (name: string) => (await jobs()).find((job) => job.name === name) as JobSummary;
const press = (...keys: string[]) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), wait());
const wait = () => Promise.resolve();

const goTo = (path: string) => goToPlace(page, path);
const row = (name: string) => page.getByRole('row', { name, exact: true });
const palette = () => page.getByRole('combobox', { name: 'Search or run' });
const options = () => page.getByRole('option');

describe('the palette', () => {
  it('opens on its key and from the sidebar, and closes on Esc', async () => {
    await press('Control+k');
    await palette().waitFor();
    await press('Escape');
    await palette().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Search or run' }).click();
    await palette().waitFor();
    await press('Control+k');
    await palette().waitFor({ state: 'detached' });
  });

  it('runs a job by its name, with nothing but the keyboard', async () => {
    await press('Control+k');
    await page.keyboard.type('nig back');
    await options().filter({ hasText: 'Nightly backup' }).first().waitFor();
    await press('Control+r');
    await palette().waitFor({ state: 'detached' });
    await waitFor(async () => (await jobNamed('Nightly backup')).lastRun?.status === 'success');
    expect((await jobNamed('Nightly backup')).lastRun?.cause).toBe('by-hand');
  });

  it('lists with Tab what can be done to a job, and pauses it for an hour', async () => {
    await press('Control+k');
    await page.keyboard.type('vacuum');
    await options().filter({ hasText: 'Vacuum' }).first().waitFor();
    await press('Tab');
    await options().filter({ hasText: 'Copy command' }).waitFor();
    expect(await options().filter({ hasText: 'Stop' }).count()).toBe(0);
    await page.keyboard.type('pause');
    await press('Enter');
    await page.keyboard.type('1 hour');
    await press('Enter');
    await waitFor(async () => (await jobNamed('Vacuum')).pause !== null);
    const { pause } = await jobNamed('Vacuum');
    expect((pause?.until ?? 0) - (pause?.since ?? 0)).toBeGreaterThan(3_590_000);
    await belfry.belfry('resume', 'Vacuum');
  });

  it('goes back from a job’s actions on Esc, without closing', async () => {
    await press('Control+k');
    await page.keyboard.type('vacuum');
    await options().first().waitFor();
    await press('Tab');
    await page.getByText('Actions on Vacuum').first().waitFor();
    await press('Escape');
    await options().filter({ hasText: 'New job' }).waitFor();
    await press('Escape');
  });

  it('makes a job from a sentence, with its next three times', async () => {
    await press('Control+k');
    await page.keyboard.type('every day at 9 ./water.sh');
    const offer = options().filter({ hasText: 'Every day at 09:00, run ./water.sh' });
    await offer.waitFor();
    expect(((await offer.textContent()) ?? '').match(/\b0?9:00/g)).toHaveLength(4);
    await press('Enter');
    expect(await page.getByRole('textbox', { name: 'Schedule' }).inputValue()).toBe('every day at 9');
    await press('Control+s');
    await row('./water.sh').waitFor();
    const { triggers, action } = await jobNamed('./water.sh');
    expect(triggers[0]?.spec).toMatchObject({ kind: 'cron', expression: '0 9 * * *' });
    expect(action).toMatchObject({ run: { line: './water.sh' } });
    await belfry.belfry('rm', './water.sh');
  });

  it('leads to a setting', async () => {
    await press('Control+k');
    await page.keyboard.type('first day');
    await options().filter({ hasText: 'First day of the week' }).waitFor();
    await press('Enter');
    await page.locator('.setting[data-here]', { hasText: 'First day of the week' }).waitFor();
  });
});

describe('keys', () => {
  it('shows all of them on ?, but not while one types', async () => {
    await press('Shift+?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.getByText('Pause or resume all').waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Control+2', '/');
    await page.keyboard.type('?');
    expect(await page.getByRole('searchbox').inputValue()).toBe('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await press('Escape', 'Escape');
  });

  it('goes everywhere, and keeps the page whatever a browser would do', async () => {
    await page.evaluate(() => Object.assign(window, { stays: true }));
    await press('Control+2');
    await waitFor(async () => new URL(page.url()).pathname === '/jobs');
    await press('Control+3');
    await waitFor(async () => new URL(page.url()).pathname === '/history');
    await press('Control+,');
    await waitFor(async () => new URL(page.url()).pathname === '/settings');
    await press('Control+1', 'Control+r', 'Control+Shift+r', 'F5');
    await waitFor(async () => new URL(page.url()).pathname === '/');
    expect(await page.evaluate(() => 'stays' in window)).toBe(true);
  });

  it('pauses all and resumes', async () => {
    await press('Control+Shift+P');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state === 'paused');
    await press('Control+Shift+P');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state !== 'paused');
  });

  it('works the list: moves, opens, switches, duplicates, and shows where it is', async () => {
    await goTo('/jobs?sort=name');
    await row('Nightly backup').waitFor();
    await page.getByRole('grid').focus();
    await press('Home');
    await waitFor(async () => (await outlineOf('Nightly backup')) !== 'none');
    await press('Space');
    await waitFor(async () => !(await jobNamed('Nightly backup')).enabled);
    await press('Space');
    await waitFor(async () => (await jobNamed('Nightly backup')).enabled);
    await press('Enter');
    const panel = page.getByRole('complementary', { name: 'Nightly backup' });
    await panel.getByText('On success, run').waitFor();
    await panel.getByRole('table', { name: /^When it rings/ }).waitFor();
    await press('Escape');
    await panel.waitFor({ state: 'detached' });
    await press('d');
    await waitFor(
      async () =>
        (await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()) === 'Nightly backup copy',
    );
    await press('Escape');
  });
});

const outlineOf = (name: string) => row(name).evaluate((element) => getComputedStyle(element).outlineStyle);

describe('many jobs at once', () => {
  beforeEach(async () => {
    await goTo('/jobs?sort=name');
    await row('Nightly backup').waitFor();
  });

  it('are chosen with X and Shift, paused together, and let go on Esc', async () => {
    await page.getByRole('grid').focus();
    await press('Home', 'x', 'ArrowDown', 'ArrowDown', 'Shift+X');
    const bar = page.getByRole('toolbar', { name: '3 selected' });
    await bar.getByRole('button', { name: 'Pause until…' }).click();
    await page.getByRole('menuitem', { name: 'For 1 hour' }).click();
    await waitFor(async () => (await jobs()).filter(({ pause }) => pause !== null).length === 3);
    await page.getByRole('grid').focus();
    await press('Escape');
    await bar.waitFor({ state: 'detached' });
    await belfry.belfry('resume', ...(await jobs()).filter(({ pause }) => pause).map(({ name }) => name));
  });

  it('are tagged and switched together', async () => {
    await row('Nightly backup').click({ modifiers: ['Control'] });
    await row('Sync photos').click({ modifiers: ['Control'] });
    const bar = page.getByRole('toolbar', { name: '2 selected' });
    await bar.getByRole('button', { name: 'Tag' }).click();
    await page.getByRole('textbox', { name: 'New tag' }).fill('nas');
    await press('Enter');
    await waitFor(async () => (await jobs()).filter(({ tags }) => tags.includes('nas')).length === 2);
    await press('Escape');
    await bar.getByRole('button', { name: 'Turn off' }).click();
    await waitFor(async () => (await jobs()).filter(({ enabled }) => !enabled).length === 2);
    await bar.getByRole('button', { name: 'Turn on' }).click();
    await waitFor(async () => (await jobs()).every(({ enabled }) => enabled));
    await page.getByRole('button', { name: 'clear' }).click();
  });

  it('are deleted together, and come back with one undo', async () => {
    const before = (await jobs()).length;
    await row('Nightly backup').click({ modifiers: ['Control'] });
    await row('Sync photos').click({ modifiers: ['Control'] });
    await page.getByRole('grid').focus();
    await press('Delete');
    await page.getByText('2 jobs deleted').waitFor();
    expect((await jobs()).length).toBe(before - 2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('Sync photos').waitFor();
    await waitFor(async () => (await jobs()).length === before);
  });

  it('says what matches nothing, and clears it', async () => {
    await press('/');
    await page.keyboard.type('docker prun');
    await page.getByText('No job matches “docker prun”.').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await row('Sync photos').waitFor();
  });
});

describe('settings', () => {
  it('are found from the field, and saved as they are changed', async () => {
    await goTo('/settings');
    await page.getByRole('searchbox', { name: 'Find a setting' }).waitFor();
    await press('/');
    await page.keyboard.type('wakes');
    const missed = page.getByRole('combobox', { name: 'When the computer wakes' });
    await missed.selectOption('all');
    expect(await page.getByRole('switch', { name: 'Ring jobs on time' }).count()).toBe(0);
    const settings = () => page.evaluate(() => window.belfry.request('settings.get'));
    await waitFor(async () => JSON.stringify(await settings()).includes('"missed":"all"'));
    await belfry.belfry('add', '--name', 'Made later', '--command', 'true');
    await belfry.belfry('add', '--name', 'Made otherwise', '--command', 'true', '--missed', 'skip');
    expect((await jobNamed('Made later')).policy.missed).toBe('all');
    expect((await jobNamed('Made otherwise')).policy.missed).toBe('skip');
    for (const name of ['Made later', 'Made otherwise']) await belfry.belfry('rm', name);
    await press('Escape', 'Escape');
  });

  it('zoom with the keys of every browser, and write times by 12 hours', async () => {
    const zoom = () =>
      belfry.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());
    await press('Control+=');
    await waitFor(async () => Math.abs(((await zoom()) ?? 0) - 1.1) < 0.01);
    await press('Control+0');
    await waitFor(async () => Math.abs(((await zoom()) ?? 0) - 1) < 0.01);
    await goTo('/settings/appearance');
    await page.getByRole('combobox', { name: 'Times of day' }).selectOption('12');
    await goTo('/jobs?sort=name');
    await row('Sync photos')
      .getByText(/2:30\sAM/)
      .first()
      .waitFor();
    await goTo('/settings/appearance');
    await page.getByRole('combobox', { name: 'Times of day' }).selectOption('system');
  });
});

describe('the window', () => {
  it('comes back where it was and as large as it was', async () => {
    await belfry.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 900, height: 640 }),
    );
    await page.getByRole('button', { name: 'Close' }).click();
    await waitFor(() => belfry.app.windows().length === 0);
    await belfry.clickTray('Open Belfry');
    await waitFor(() => belfry.app.windows().length === 1);
    const bounds = await belfry.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toEqual({ x: 60, y: 40, width: 900, height: 640 });
  });
});
