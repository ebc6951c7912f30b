import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestName } from '#contract/api.ts';
import { type Running, waitFor } from './belfry.ts';
import { oneBelfry } from './one-belfry.ts';
import { goTo } from './places.ts';

let belfry: Running;
let page: Page;
const { restart } = oneBelfry((running, window) => {
  belfry = running;
  page = window;
});
beforeAll(async () => {
  await belfry.belfry('add', '--name', 'Fading', '--command', 'echo soon gone', '--keep-runs', '1');
  await belfry.belfry('run', 'Fading', '--wait');
});
beforeEach(() => goTo(page, '/settings/about'));

/** From now on these requests fail, as when the main process cannot answer them; none = all is well again. */
const failing = (...names: RequestName[]) =>
  belfry.app.evaluate(({ ipcMain }, wanted) => {
    type Answer = (event: unknown, name: string, input: unknown) => unknown;
    const main = ipcMain as unknown as { _invokeHandlers: Map<string, Answer>; honest?: Answer };
    main.honest ??= main._invokeHandlers.get('belfry:request');
    const { honest } = main;
    if (!honest) throw new Error('no door');
    main._invokeHandlers.set('belfry:request', (event, name, input) =>
      wanted.includes(name as never) ? Promise.reject(new Error('the pipe is broken')) : honest(event, name, input),
    );
  }, names);
/** A window that knows nothing yet. */
async function afresh(path: string): Promise<void> {
  await goTo(page, path);
  await page.reload();
  await page.getByRole('main').waitFor();
}
const add = async (name: string) => {
  await belfry.belfry('add', '--name', name, '--cron', '30 2 * * *', '--command', 'true');
  return (await belfry.json<{ id: number }>('show', name)).id;
};

describe('what cannot be read', () => {
  it.each([
    ['/', 'jobs.list', 'What is next could not be read.', 'Fading'],
    ['/', 'attention.list', 'What needs attention could not be read.', 'Nothing needs you.'],
    ['/', 'timeline.read', 'The time line could not be read.', 'Fading'],
    ['/', 'bells.read', 'How many bells come could not be read.', 'Fading'],
    ['/', 'runs.totals', 'The runs of today could not be counted.', 'Today'],
    ['/jobs/1', 'jobs.stats', 'Duration and success could not be read.', 'Fading'],
    ['/jobs/1', 'runs.list', 'The runs could not be read.', 'Recent runs'],
    ['/jobs', 'jobs.list', 'The jobs could not be read.', 'Fading'],
    ['/history', 'runs.list', 'The history could not be read.', 'Fading'],
    ['/settings', 'settings.get', 'The settings could not be read.', 'Ring jobs on time'],
    ['/settings/secrets', 'secrets.list', 'The secrets could not be read.', 'Add a secret'],
    ['/settings/backup', 'backup.list', 'The backups could not be read.', 'Back up now'],
    ['/jobs', 'scheduler.status', 'The scheduler cannot be reached.', 'Ringing on time'],
    ['/', 'scheduler.status', 'The scheduler cannot be reached.', 'Next bell'],
  ] as const)('is said on %s when %s fails, and is there after another try', async (path, request, said, there) => {
    await failing(request);
    await afresh(path);
    const alert = page.getByRole('alert').filter({ hasText: said });
    await alert.getByText(/Belfry did not answer \(.*the pipe is broken/).waitFor();
    await failing();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.getByText(there).first().waitFor();
  });

  it('is said of what is held while paused, and of the next runs of a job', async () => {
    const id = await add('Nightly');
    await belfry.belfry('pause', '--for', '1d');
    await failing('bells.read', 'schedule.read');
    await afresh('/');
    const held = page.getByRole('region', { name: 'Held' });
    await held.getByRole('alert').getByText('What is held could not be read.').waitFor();
    expect(await held.getByText('Nothing more.').count()).toBe(0);
    await goTo(page, `/jobs/${id}`);
    const pane = page.getByRole('complementary', { name: 'Nightly' });
    await pane.getByRole('alert').getByText('When it rings could not be read.').waitFor();
    await failing();
    await pane.getByRole('button', { name: 'Try again' }).click();
    await pane.getByText('02:30').first().waitFor();
    await goTo(page, '/');
    await held.getByText('Nightly').waitFor();
    await belfry.belfry('resume');
  });

  it('is said over the time line that was read before', async () => {
    await afresh('/');
    await page.getByRole('gridcell').first().waitFor();
    await failing('timeline.read');
    await page.getByRole('radio', { name: '7 d' }).check({ force: true });
    const line = page.getByRole('region', { name: 'Timeline' });
    await line.getByRole('alert').getByText('The time line could not be read.').waitFor();
    expect(await page.getByRole('gridcell').count()).toBeGreaterThan(0);
    await failing();
    await line.getByRole('button', { name: 'Try again' }).click();
    await line.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('is said of a job to edit, and of a run', async () => {
    await failing('jobs.list', 'runs.get');
    await afresh('/jobs/1/edit');
    await page.getByRole('alert').filter({ hasText: 'The job could not be read.' }).waitFor();
    await goTo(page, '/history?run=1');
    await page.getByRole('alert').filter({ hasText: 'The run could not be read.' }).waitFor();
    await failing();
    await page.getByRole('button', { name: 'Try again' }).last().click();
    await page.getByRole('complementary', { name: 'Run of Fading' }).waitFor();
  });

  it('and what is not done, is said and not shown as done', async () => {
    const id = await add('Stays');
    await failing('jobs.setEnabled', 'jobs.remove', 'scheduler.pause', 'settings.set');
    await goTo(page, '/jobs');
    await page.getByRole('switch', { name: 'Stays' }).click();
    await page.getByRole('alert').filter({ hasText: 'Stays stays as it was' }).first().waitFor();
    await waitFor(
      async () => (await page.getByRole('switch', { name: 'Stays' }).getAttribute('aria-checked')) === 'true',
    );
    await goTo(page, `/jobs/${id}`);
    await page.getByRole('grid', { name: 'Jobs' }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('alert').filter({ hasText: 'Stays was not deleted' }).first().waitFor();
    await page.getByRole('complementary', { name: 'Stays' }).waitFor();
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('alert').filter({ hasText: 'Nothing was paused' }).first().waitFor();
    await failing();
  });
});

describe('what is gone', () => {
  it('is said in the place of a job’s pane, when another deletes it, and can be taken back', async () => {
    const id = await add('Taken away');
    await goTo(page, `/jobs/${id}`);
    const pane = page.getByRole('complementary', { name: 'Taken away' });
    await pane.waitFor();
    await belfry.belfry('rm', 'Taken away');
    const gone = page.getByRole('complementary', { name: 'This job is not there any more.' });
    await gone.getByText(/lies in the Trash for 30 days/).waitFor();
    await gone.getByRole('button', { name: 'Take it back' }).click();
    await pane.waitFor();
  });

  it('closes the pane where one deletes the job oneself', async () => {
    const id = await add('My own');
    await goTo(page, `/jobs/${id}`);
    await page.getByRole('complementary', { name: 'My own' }).waitFor();
    await page.getByRole('grid', { name: 'Jobs' }).focus();
    await page.keyboard.press('Delete');
    await waitFor(() => new URL(page.url()).pathname === '/jobs');
    expect(await page.getByText('This job is not there any more.').count()).toBe(0);
  });

  it('does not take away what is typed into the editor of a job', async () => {
    const id = await add('Edited');
    await goTo(page, `/jobs/${id}/edit`);
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Edited at length');
    await belfry.belfry('rm', 'Edited');
    const notice = page.getByRole('alert').filter({ hasText: 'This job was deleted while you edited it.' });
    await notice.waitFor();
    expect(await name.inputValue()).toBe('Edited at length');
    await notice.getByRole('button', { name: 'Take it back' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+s');
    await waitFor(async () =>
      (await belfry.json<{ name: string }[]>('ls')).some((one) => one.name === 'Edited at length'),
    );
  });

  it.each([
    ['/jobs/4711', 'This job is not there any more.', 'Close'],
    ['/jobs/4711/edit', 'This job is not there any more.', null],
    ['/history?run=4711', 'This run is not in the history any more.', 'Close'],
    ['/history?job=4711', 'No run matches.', 'Clear filter'],
  ])('is said where a link leads to it: %s', async (path, said, way) => {
    await page.evaluate((to) => window.belfry.request('app.show', { path: to }), path);
    await page.getByText(said).first().waitFor();
    if (way !== null) {
      await page
        .getByRole('main')
        .or(page.getByRole('complementary'))
        .getByRole('button', { name: way })
        .last()
        .click();
      await page.getByText(said).first().waitFor({ state: 'detached' });
    }
  });

  it('refuses to take back what the Trash does not hold', async () => {
    await goTo(page, '/jobs/4711');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('alert').filter({ hasText: 'The job was not taken back' }).first().waitFor();
  });

  it('is said over a run that is removed while one looks at it', { timeout: 120_000 }, async () => {
    // The first sweep comes a minute after the start.
    await restart();
    const [old] = await belfry.json<{ id: number }[]>('history', '--job', 'Fading');
    await goTo(page, `/history?run=${old?.id}`);
    const pane = page.getByRole('complementary', { name: 'Run of Fading' });
    await pane.getByText('soon gone', { exact: true }).waitFor();
    await belfry.belfry('run', 'Fading', '--wait');
    await pane.getByText(/has just been removed from the history/).waitFor({ timeout: 90_000 });
    await pane.getByText('soon gone', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('This run is not in the history any more.').waitFor();
  });
});
