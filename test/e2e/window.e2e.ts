import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const labels = async (running: Running) =>
  (await running.tray()).map((item) => (item === 'separator' ? '-' : item.label));

describe('the window of a real Belfry', () => {
  it('makes a job, shows it ring by itself and what it printed, and finds it after a restart', async () => {
    const first = await start();
    const page = await first.window();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Say hello');
    await page.getByRole('textbox', { name: 'Command' }).fill('echo "hello from the window"');
    await page.getByRole('textbox', { name: 'Schedule' }).fill('every second');
    await page.getByText('Every second', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('switch', { name: 'Say hello' }).waitFor();

    await page.getByRole('link', { name: 'History', exact: true }).click();
    const row = page.getByRole('row', { name: /^Say hello, Succeeded/i }).first();
    await row.click();
    await page.getByText('hello from the window').first().waitFor();

    await page.getByRole('link', { name: 'Jobs' }).first().click();
    await page.getByRole('switch', { name: 'Say hello' }).click();
    await waitFor(async () =>
      (await first.json<{ name: string; enabled: boolean }[]>('ls')).some(
        ({ name, enabled }) => name === 'Say hello' && !enabled,
      ),
    );
    await first.close();

    belfry = await start({ data: first.data });
    const again = await belfry.window();
    await again.getByRole('link', { name: 'Jobs' }).first().click();
    await again.getByRole('switch', { name: 'Say hello' }).waitFor();
    expect(await again.getByRole('switch', { name: 'Say hello' }).getAttribute('aria-checked')).toBe('false');
    const rows = await belfry.json<{ status: string }[]>('history', '--job', 'Say hello');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ status }) => status === 'success' || status === 'missed')).toBe(true);
  });

  it('makes the first job from a sentence, a slip in it mended on Tab', async () => {
    belfry = await start();
    const page = await belfry.window();
    const field = page.getByRole('textbox', { name: 'Schedule and command' });
    await field.fill('every wekday at 9:00 run echo hello');
    await page.getByText('Belfry cannot read “wekday”.').waitFor();
    expect(await page.getByRole('button', { name: 'Make job' }).isDisabled()).toBe(true);
    await field.press('Tab');
    expect(await field.inputValue()).toBe('every weekday at 9:00 run echo hello');
    await field.press('Enter');
    await page.getByRole('switch', { name: 'echo hello' }).waitFor();
    const [job] = (await belfry.json<{ name: string; schedule: string }[]>('ls')).filter(
      ({ name }) => name === 'echo hello',
    );
    expect(job?.schedule).toBe('Every weekday at 09:00');
  });

  it('shows what the command line does without a reload: made, running, failed', async () => {
    belfry = await start();
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Jobs' }).first().click();
    await belfry.belfry('add', '--name', 'From outside', '--command', 'sleep 0.4; exit 3');
    await page.getByRole('switch', { name: 'From outside' }).waitFor();
    await belfry.belfry('run', 'From outside');
    await page.getByText('exit 3').first().waitFor();
  });

  it('refuses in the editor what cannot be, at the field, and loses nothing', async () => {
    belfry = await start();
    const page = await belfry.window();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('print HELLO');
    await page.getByRole('textbox', { name: 'Command' }).fill('true');
    await page.getByRole('textbox', { name: 'Schedule' }).fill('every blue moon');
    await page
      .getByText(/“blue” is not understood/)
      .first()
      .waitFor();
    await page.getByRole('textbox', { name: 'Schedule' }).fill('every day at 9:00');
    await page.getByText('Every day at 09:00').first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/already a job named/)
      .first()
      .waitFor();
    expect(await page.getByRole('textbox', { name: 'Command' }).inputValue()).toBe('true');
  });

  it('pauses everything from the tray, for an hour, and resumes', async () => {
    belfry = await start();
    const running = belfry;
    await waitFor(async () => (await labels(running)).some((label) => label.startsWith('Next at')));
    await running.clickTray('Pause all', 'For 1 hour');
    await waitFor(async () => (await labels(running)).includes('Resume now'));
    expect((await running.json<{ state: string }>('status')).state).toBe('paused');
    expect((await labels(running))[0]).toMatch(/^Paused until /);
    await running.clickTray('Resume now');
    await waitFor(async () => (await labels(running)).includes('Pause all'));
    expect((await running.json<{ state: string }>('status')).state).not.toBe('paused');
  });

  it('lists what runs in the tray and stops it from there', async () => {
    belfry = await start({ hidden: true });
    const running = belfry;
    await running.belfry('add', '--name', 'Long one', '--command', 'sleep 60');
    await running.belfry('run', 'Long one');
    const line = async () => (await labels(running)).find((label) => label.startsWith('Long one, since'));
    await waitFor(async () => (await line()) !== undefined);
    await running.clickTray((await line()) ?? '', 'Stop');
    await waitFor(
      async () => (await running.json<{ status: string }[]>('history', '--job', 'Long one'))[0]?.status === 'cancelled',
    );
  });

  it('stays in the tray when its window is closed, and opens it again', async () => {
    belfry = await start();
    const page = await belfry.window();
    await page.getByRole('button', { name: 'Close' }).click();
    const running = belfry;
    await waitFor(() => running.app.windows().length === 0);
    expect((await running.belfry('status')).code).toBe(0);
    await running.clickTray('Open Belfry');
    await waitFor(() => running.app.windows().length === 1);
  });

  it('opens it also when asked while the last one is still going', async () => {
    belfry = await start({ hidden: true });
    const opened = await belfry.app.evaluate(async ({ app, BrowserWindow }) => {
      const { menu } = (app as unknown as { belfryTray: { menu: Electron.Menu } }).belfryTray;
      const open = () => menu.items.find(({ label }) => label === 'Open Belfry')?.click();
      let count = 0;
      await new Promise<void>((resolve) => {
        app.on('browser-window-created', (_event, window) => {
          count++;
          if (count === 5) window.once('show', () => resolve());
          else
            window.once('show', () => {
              window.close();
              open();
            });
        });
        open();
      });
      return [count, BrowserWindow.getAllWindows().length];
    });
    expect(opened).toEqual([5, 1]);
  });

  it('is sandboxed: no Node, no way out, no foreign page', async () => {
    belfry = await start();
    const page = await belfry.window();
    await page.waitForLoadState();
    expect(page.url()).toMatch(/^app:\/\/belfry\//);
    expect(await page.evaluate(() => [typeof require, typeof process, Object.keys(window.belfry).sort()])).toEqual([
      'undefined',
      'undefined',
      ['on', 'platform', 'request'],
    ]);
    const refusal = await page.evaluate(() => window.belfry.request('jobs.create', { name: 7 } as never));
    expect(refusal).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await page.evaluate(() => window.open('https://example.test') === null)).toBe(true);
    expect(await page.evaluate(async () => (await fetch('app://belfry/..%2f..%2fpackage.json')).status)).toBe(404);
  });
});
