import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobSummary } from '#contract/job.ts';
import { type Running, waitFor } from './belfry.ts';
import { oneBelfry } from './one-belfry.ts';
import { goTo } from './places.ts';

vi.stubGlobal('window', { belfry: { platform: 'linux' }, addEventListener() {} });
vi.stubGlobal('location', { pathname: '/', search: '' });
vi.stubGlobal('history', { pushState() {} });
const { keyTable } = await import('../../renderer/keys/table.ts');
vi.unstubAllGlobals();

let belfry: Running;
let page: Page;
oneBelfry((running, window) => {
  belfry = running;
  page = window;
});
beforeAll(async () => {
  for (const [name, command] of [
    ['Alpha', 'echo said by alpha'],
    ['Beta', 'sleep 60'],
    ['Gamma', 'true'],
  ] as const)
    await belfry.belfry('add', '--name', name, '--cron', '30 2 * * *', '--command', command, '--tag', 'greek');
  for (let runs = 0; runs < 3; runs++) await belfry.belfry('run', 'Alpha', '--wait');
});
beforeEach(async () => {
  for (let tries = 0; tries < 20 && (await page.getByRole('dialog').count()) > 0; tries++) await press('Escape');
  // By way of another screen: a field of this one may still have the focus.
  await goTo(page, '/');
  await goTo(page, '/settings/about');
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const job = (name: string) =>
  page.evaluate(async (wanted) => {
    const reply = await window.belfry.request('jobs.list');
    return (reply.ok ? reply.result : []).find((one) => one.name === wanted);
  }, name) as Promise<JobSummary | undefined>;
const path = () => new URL(page.url()).pathname;
const arrives = (wanted: string | RegExp) =>
  waitFor(
    () => (typeof wanted === 'string' ? path() === wanted : wanted.test(path())),
    () => `still at ${page.url()}`,
    5_000,
  );
const state = async () => (await belfry.json<{ state: string }>('status')).state;
const zoom = () =>
  belfry.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0);
const zooms = async (key: string, to: number) => {
  await press(key);
  await waitFor(async () => Math.abs((await zoom()) - to) < 0.01);
};

/** The list of jobs by name, the keyboard at the first, which is Alpha. */
async function inList(...keys: string[]): Promise<void> {
  await goTo(page, '/jobs?sort=name&tag=greek');
  await page.getByRole('row', { name: 'Alpha', exact: true }).waitFor();
  await page.getByRole('grid', { name: 'Jobs' }).focus();
  await press('Home', ...keys);
}
const current = () =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant');
    return (id && document.getElementById(id)?.getAttribute('aria-label')) || '';
  });
const comes = (name: string) => waitFor(async () => (await current()) === name, current, 5_000);
const chosen = (count: number) => page.getByRole('toolbar', { name: `${count} selected` }).waitFor();

/** The keyboard on the row that stands for Alpha's three runs. */
async function onRepeats(): Promise<void> {
  await goTo(page, '/history?status=success');
  const row = page.getByRole('row', { name: /^Alpha, 3 runs/ });
  await row.waitFor();
  await row.focus();
}
/** What the button of Alpha's row would do says how the row is. */
const repeats = (button: 'Expand' | 'Collapse') => page.getByRole('button', { name: `${button} Alpha` }).waitFor();

async function onTimeline(): Promise<void> {
  await goTo(page, '/');
  await page.getByRole('grid', { name: 'Timeline' }).waitFor();
}
const reach = async (key: string, wanted: string) => {
  await press(key);
  await waitFor(() => page.getByRole('radio', { name: wanted, exact: true }).isChecked());
};
const editor = async () => {
  await goTo(page, '/jobs/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
};

/** What each key of the table does, seen from outside. */
const PRESSED: Record<string, () => Promise<unknown>> = {
  'everywhere mod+k': async () => {
    await press('Control+k');
    await page.getByRole('combobox', { name: 'Search or run' }).waitFor();
  },
  'everywhere mod+1': () => press('Control+1').then(() => arrives('/')),
  'everywhere mod+2': () => press('Control+2').then(() => arrives('/jobs')),
  'everywhere mod+3': () => press('Control+3').then(() => arrives('/history')),
  'everywhere mod+n': () => press('Control+n').then(() => arrives('/jobs/new')),
  'everywhere mod+,': () => press('Control+,').then(() => arrives('/settings')),
  'everywhere mod+shift+p': async () => {
    await press('Control+Shift+P');
    await waitFor(async () => (await state()) === 'paused');
    await press('Control+Shift+P');
    await waitFor(async () => (await state()) !== 'paused');
  },
  'everywhere /': async () => {
    await press('/');
    await page.keyboard.type('zone');
    expect(await page.getByRole('searchbox', { name: 'Find a setting' }).inputValue()).toBe('zone');
  },
  'everywhere mod+0': () => zooms('Control+0', 1),
  'everywhere mod++': () => zooms('Control+NumpadAdd', 1.1).then(() => zooms('Control+0', 1)),
  'everywhere mod+=': () => zooms('Control+Equal', 1.1).then(() => zooms('Control+0', 1)),
  'everywhere mod+shift++': () => zooms('Control+Shift+Equal', 1.1).then(() => zooms('Control+0', 1)),
  'everywhere mod+-': () => zooms('Control+Minus', 0.9).then(() => zooms('Control+0', 1)),
  'everywhere mod+shift+_': () => zooms('Control+Shift+Minus', 0.9).then(() => zooms('Control+0', 1)),
  'everywhere ?': async () => {
    await press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    for (const { label } of keyTable) await sheet.getByText(label, { exact: true }).first().waitFor();
  },
  'list arrowdown': () => inList('ArrowDown').then(() => comes('Beta')),
  'list j': () => inList('j').then(() => comes('Beta')),
  'list arrowup': () => inList('End', 'ArrowUp').then(() => comes('Beta')),
  'list k': () => inList('End', 'k').then(() => comes('Beta')),
  'list enter': () => inList('Enter').then(() => arrives(/^\/jobs\/\d+$/)),
  'list escape': async () => {
    await inList('Enter');
    await arrives(/^\/jobs\/\d+$/);
    await press('Escape');
    await arrives('/jobs');
  },
  'list arrowright': async () => {
    await onRepeats();
    await press('ArrowRight');
    await repeats('Collapse');
  },
  'list arrowleft': async () => {
    await onRepeats();
    await press('ArrowRight');
    await repeats('Collapse');
    await press('ArrowLeft');
    await repeats('Expand');
  },
  'job r': async () => {
    const before = (await job('Gamma'))?.lastRun?.id;
    await inList('End', 'r');
    await waitFor(async () => (await job('Gamma'))?.lastRun?.id !== before);
  },
  'job p': async () => {
    await inList('p');
    await waitFor(async () => (await job('Alpha'))?.pause !== null);
    // The key undoes what is seen.
    await page
      .getByRole('row', { name: 'Alpha', exact: true })
      .getByRole('gridcell', { name: 'paused until you resume' })
      .waitFor();
    await press('p');
    await waitFor(async () => (await job('Alpha'))?.pause === null);
  },
  'job s': async () => {
    await belfry.belfry('run', 'Beta');
    await waitFor(async () => (await job('Beta'))?.live.length === 1);
    await inList('ArrowDown');
    await page.getByRole('row', { name: 'Beta', exact: true }).getByText(/0:0\d/).first().waitFor();
    await press('s');
    await waitFor(async () => (await job('Beta'))?.lastRun?.status === 'cancelled');
  },
  'job e': () => inList('e').then(() => arrives(/^\/jobs\/\d+\/edit$/)),
  'job y': async () => {
    await inList('y');
    await arrives('/history');
    expect(new URL(page.url()).searchParams.get('job')).toBe(String((await job('Alpha'))?.id));
  },
  'job d': async () => {
    await inList('d');
    await arrives('/jobs/new');
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await waitFor(async () => (await name.inputValue()) === 'Alpha copy');
  },
  'job space': async () => {
    await inList('Space');
    await waitFor(async () => (await job('Alpha'))?.enabled === false);
    await press('Space');
    await waitFor(async () => (await job('Alpha'))?.enabled === true);
  },
  'job delete': async () => {
    await inList('End', 'Delete');
    await waitFor(async () => (await job('Gamma')) === undefined);
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await job('Gamma')) !== undefined);
  },
  'job x': () => inList('x').then(() => chosen(1)),
  'job shift+x': () => inList('x', 'End', 'Shift+X').then(() => chosen(3)),
  'job mod+a': () => inList('Control+a').then(() => chosen(3)),
  'timeline t': async () => {
    await onTimeline();
    await press('t');
    await page.getByRole('region', { name: 'Timeline as a table' }).waitFor();
    await press('t');
    await page.getByRole('grid', { name: 'Timeline' }).waitFor();
  },
  'timeline +': () => onTimeline().then(() => reach('Shift+Equal', '6 h')),
  'timeline =': () => onTimeline().then(() => reach('Equal', '6 h')),
  'timeline -': () => onTimeline().then(() => reach('Minus', '7 d')),
  'palette tab': async () => {
    await press('Control+k');
    await page.keyboard.type('alpha');
    await page.getByRole('option').filter({ hasText: 'Alpha' }).first().waitFor();
    await press('Tab');
    await page.getByRole('option').filter({ hasText: 'Copy command' }).waitFor();
  },
  'editor mod+s': async () => {
    await editor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Saved by key');
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill('true');
    await press('Control+s');
    await waitFor(async () => (await job('Saved by key')) !== undefined);
    await belfry.belfry('rm', 'Saved by key');
  },
  'editor mod+enter': async () => {
    await editor();
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill('echo tried by key');
    await press('Control+Enter');
    const trial = page.getByRole('region', { name: 'Test run' });
    await trial.getByText('tried by key', { exact: true }).waitFor();
    await press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
  },
  'editor escape': async () => {
    await editor();
    await press('Escape');
    await arrives('/jobs');
  },
  'output mod+f': async () => {
    await goTo(page, `/history?run=${(await job('Alpha'))?.lastRun?.id}`);
    await page.getByText('said by alpha', { exact: true }).first().waitFor();
    await press('Control+f');
    await page.keyboard.type('alpha');
    await page.getByText('1 of 1').waitFor();
  },
};

describe('every key of the table', () => {
  it('is pressed here', () => {
    const inTable = keyTable.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(Object.keys(PRESSED).sort()).toEqual(inTable.sort());
  });

  it.each(Object.entries(PRESSED))('%s', async (_name, does) => {
    await does();
  });
});
