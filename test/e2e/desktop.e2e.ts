import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, readlink, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { SettingsChanges } from '#contract/settings.ts';
import { electronPath } from '../../electron/dev/electron.mjs';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const setSettings = (page: Page, changes: SettingsChanges) =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { belfry: import('#contract/bridge.ts').BelfryBridge }).belfry.request(
        'settings.set',
        wanted,
      ),
    changes,
  );

/** A second start of Belfry on the same data folder, as a desktop opens a link. */
async function startAgain(data: string, ...args: string[]): Promise<number | null> {
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electronPath() ?? 'electron', [...switches, root, '--data', data, ...args], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Starts Belfry, and again with a link before the first start has come to hear: it is held up until the link is out. */
async function startTwice(hidden: boolean): Promise<Running> {
  const data = await tempFolder();
  const starting = start({ data, hidden });
  // Chromium's lock names the process that holds it.
  const holder = () =>
    readlink(join(data, 'browser', 'SingletonLock')).then(
      (lock) => Number(lock.split('-').at(-1)),
      () => 0,
    );
  await waitFor(async () => (await holder()) > 0);
  const first = await holder();
  process.kill(first, 'SIGSTOP');
  const again = startAgain(data, 'belfry://settings');
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  process.kill(first, 'SIGCONT');
  expect(await again).toBe(0);
  return starting;
}

describe('Belfry on the desktop', () => {
  it('starts with the computer when asked to, and follows what was changed outside', async () => {
    const config = await tempFolder();
    const file = join(config, 'autostart', 'belfry.desktop');
    const env = { XDG_CONFIG_HOME: config };
    const first = await start({ env });
    const page = await first.window();
    await setSettings(page, { startWithComputer: true });
    const entry = await readFile(file, 'utf8');
    expect(entry).toContain('"--hidden"');
    expect(entry).toContain(`"--data" "${first.data}"`);
    await first.close();
    await rm(file);
    belfry = await start({ data: first.data, env });
    const settings = await (await belfry.window()).evaluate(() =>
      (window as unknown as { belfry: import('#contract/bridge.ts').BelfryBridge }).belfry.request('settings.get'),
    );
    expect(settings).toMatchObject({ ok: true, result: { startWithComputer: false } });
    expect(existsSync(file)).toBe(false);
  });

  it('opens the place that a link means, in the window that is there', async () => {
    belfry = await start({ hidden: true });
    expect(await startAgain(belfry.data, 'belfry://job/Print%20hello')).toBe(0);
    const page = await belfry.window();
    await page.getByRole('heading', { name: 'Print hello' }).waitFor();
    expect(await startAgain(belfry.data, 'belfry://settings')).toBe(0);
    await waitFor(() => page.url() === 'app://belfry/settings');
    expect(belfry.app.windows()).toHaveLength(1);
  });

  it.each([
    ['in the tray', true],
    ['with its window', false],
  ])('opens a link that comes while it starts %s', async (_, hidden) => {
    belfry = await startTwice(hidden);
    const page = await belfry.window();
    await waitFor(() => page.url() === 'app://belfry/settings');
    await page.getByRole('heading', { name: 'Settings' }).first().waitFor();
    expect(belfry.app.windows()).toHaveLength(1);
  });

  it('stays in the tray when it is started once more by the session', async () => {
    belfry = await start({ hidden: true });
    expect(await startAgain(belfry.data, '--hidden')).toBe(0);
    // The next start asks for the window, and would be the second to do so.
    const windows = await belfry.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(windows).toBe(0);
    expect(await startAgain(belfry.data)).toBe(0);
    await belfry.window();
    expect(belfry.app.windows()).toHaveLength(1);
  });

  it('says which job a link names that is not there', async () => {
    belfry = await start({ hidden: true });
    expect(await startAgain(belfry.data, 'belfry://job/no%20%22body%22%20%26%20%C3%BC')).toBe(0);
    const page = await belfry.window();
    await page.getByText('No job matches “no "body" & ü”.').waitFor();
    await belfry.belfry('add', '--name', 'a/b?c#d 100%', '--command', 'true');
    expect(await startAgain(belfry.data, `belfry://job/${encodeURIComponent('a/b?c#d 100%')}`)).toBe(0);
    await page.getByRole('heading', { name: 'a/b?c#d 100%' }).waitFor();
  });

  it.each([
    ['GPU', /A GPU process has gone/],
    ['Utility', /A Utility process has gone/],
  ])('goes on when its %s process dies, and the log says so', async (type, said) => {
    belfry = await start();
    const page = await belfry.window();
    await page.getByRole('heading').first().waitFor();
    const killed = await belfry.app.evaluate(({ app }, kind) => {
      const [found] = app.getAppMetrics().filter((one) => one.type === kind);
      if (found) process.kill(found.pid, 'SIGSEGV');
      return found?.pid ?? 0;
    }, type);
    expect(killed).toBeGreaterThan(0);
    const log = () => readFile(join(belfry?.data ?? '', 'logs', 'belfry.log'), 'utf8');
    await waitFor(async () => said.test(await log()), log);
    expect((await belfry.belfry('run', 'Print hello', '--wait')).code).toBe(0);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await page
      .getByRole('row', { name: /^Print hello, Succeeded/i })
      .first()
      .waitFor();
  });

  it('says what is to be done after an error that it did not expect', async () => {
    belfry = await start({ hidden: true, env: { BELFRY_NO_DIALOG: undefined as unknown as string } });
    await belfry.app.evaluate(({ app, dialog }) => {
      const asked: Electron.MessageBoxOptions[] = [];
      dialog.showMessageBox = (async (options: Electron.MessageBoxOptions) => {
        asked.push(options);
        return { response: 2, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
      Object.assign(app, { asked });
      setTimeout(() => {
        throw new Error('the bell has a crack');
      }, 1);
    });
    const running = belfry;
    const asked = () =>
      running.app.evaluate(({ app }) => (app as unknown as { asked: Electron.MessageBoxOptions[] }).asked);
    await waitFor(async () => (await asked()).length > 0);
    expect(await asked()).toEqual([
      expect.objectContaining({
        message: 'Belfry met an error that it did not expect.',
        detail: expect.stringMatching(/^the bell has a crack\n\nThe ledger is safe: .*belfry\.log\.$/s),
        buttons: ['Restart Belfry', 'Go on', 'Copy details'],
      }),
    ]);
    await waitFor(async () =>
      (await running.app.evaluate(({ clipboard }) => clipboard.readText())).includes('the bell has a crack'),
    );
    expect((await running.belfry('run', 'Print hello', '--wait')).code).toBe(0);
    expect(await readFile(join(running.data, 'logs', 'belfry.log'), 'utf8')).toContain('the bell has a crack');
  });

  it('brings the window back when its process dies, while jobs go on, and the log says so', async () => {
    belfry = await start();
    const page = await belfry.window();
    await page.waitForLoadState();
    const running = belfry;
    const process = () =>
      running.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return contents === undefined || contents.isCrashed() || contents.isLoading() ? 0 : contents.getOSProcessId();
      });
    const before = await process();
    await belfry.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await waitFor(async () => ![0, before].includes(await process()));
    expect((await belfry.belfry('run', 'Print hello', '--wait')).code).toBe(0);
    const log = await readFile(join(belfry.data, 'logs', 'belfry.log'), 'utf8');
    expect(log).toMatch(/info Belfry is ready\./);
    expect(log).toMatch(/The window's process has gone \(crashed/);
  });

  it('keeps the computer awake just while a job that asks for it runs, or any where the settings say so', async () => {
    belfry = await start();
    await belfry.belfry('add', '--name', 'upload', '--command', 'sleep 300', '--keep-awake');
    await belfry.belfry('add', '--name', 'other', '--command', 'sleep 300');
    await belfry.app.evaluate(({ powerSaveBlocker, app }) => {
      const held = new Set<number>();
      Object.assign(app, { held });
      const { start: begin, stop } = powerSaveBlocker;
      powerSaveBlocker.start = (type) => {
        const id = begin.call(powerSaveBlocker, type);
        held.add(id);
        return id;
      };
      powerSaveBlocker.stop = (id) => {
        held.delete(id);
        return stop.call(powerSaveBlocker, id);
      };
    });
    const running = belfry;
    const held = () => running.app.evaluate(({ app }) => (app as unknown as { held: Set<number> }).held.size);
    const id = (await belfry.belfry('run', 'upload')).stdout.trim();
    await waitFor(async () => (await held()) === 1);
    await belfry.belfry('stop', id.replace(/\D+/g, ''));
    await waitFor(async () => (await held()) === 0);
    const other = (await belfry.belfry('run', 'other')).stdout.trim();
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Time and sleep' }).click();
    expect(await held()).toBe(0);
    const keeps = page.getByRole('switch', { name: 'Keep the computer awake while jobs run' });
    await keeps.click();
    await waitFor(async () => (await held()) === 1);
    await keeps.click();
    await waitFor(async () => (await held()) === 0);
    await keeps.click();
    await waitFor(async () => (await held()) === 1);
    await belfry.belfry('stop', other.replace(/\D+/g, ''));
    await waitFor(async () => (await held()) === 0);
  });

  it('tells what could keep it from its work, without telling who somebody is', async () => {
    belfry = await start({ hidden: true });
    const { code, stdout } = await belfry.belfry('doctor');
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^ok +Ledger +\d+\.\d MB, checked and whole\.$/m);
    expect(stdout).toMatch(/^ok +Data folder +It can be written, by you only\.$/m);
    expect(stdout).toMatch(/^ok +Backups +The first one is still to be made\.$/m);
    const { report } = await belfry.json<{ report: string }>('doctor');
    expect(report).toMatch(/^Belfry \d+\.\d+\.\d+\nElectron \d+/);
    expect(report).not.toContain(homedir());
    await chmod(belfry.data, 0o755);
    const opened = await belfry.belfry('doctor');
    expect(opened.code).toBe(0);
    expect(opened.stdout).toMatch(/^look +Data folder +Other users can look into it\.\n +Close it: chmod 700/m);
  });
});
