import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const TIMERS = {
  'backup-home.timer': '[Timer]\nOnCalendar=Mon..Fri 22:30\nPersistent=true\n',
  'backup-home.service': '[Service]\nExecStart=/bin/echo backed up\nNice=10\n',
  'mail-sync.timer': '[Timer]\nOnUnitActiveSec=15min\n',
  'mail-sync.service': '[Service]\nExecStart=/bin/echo synced\n',
};

describe.runIf(process.platform === 'linux')('import and export in the window', () => {
  it('shows the timers of this computer on a first start, and makes those chosen', async () => {
    const home = await tempFolder();
    const folder = join(home, '.config', 'systemd', 'user');
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(TIMERS)) await writeFile(join(folder, name), text);
    belfry = await start({ env: { HOME: home } });
    const page = await belfry.window();
    await page.getByRole('button', { name: 'Review 2 systemd user timers' }).click();

    const dialog = page.getByRole('dialog', { name: 'Import from systemd timers' });
    await dialog.getByText('Every Monday to Friday at 22:30').or(dialog.getByText('Every weekday at 22:30')).waitFor();
    await dialog.getByText(/Belfry has no Nice=/).waitFor();
    await dialog.getByRole('checkbox', { name: 'Import mail-sync' }).uncheck();
    await dialog.getByRole('button', { name: 'Import 1 job' }).click();
    await page.getByRole('switch', { name: 'backup-home' }).waitFor();
    const jobs = await belfry.json<{ name: string; kind: string }[]>('ls');
    expect(jobs.map(({ name }) => name).sort()).toEqual(['Print hello', 'Print time', 'backup-home']);
    await belfry.belfry('run', 'backup-home', '--wait');
    const [run] = await belfry.json<{ status: string }[]>('history', '--job', 'backup-home');
    expect(run?.status).toBe('success');
  });

  it('imports a file and exports to a folder from the settings', async () => {
    belfry = await start();
    const page = await belfry.window();
    const out = await tempFolder();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Import and backup' }).click();
    await page.getByLabel('File to import').setInputFiles({
      ...{ name: 'crontab', mimeType: 'text/plain' },
      buffer: Buffer.from('# Nightly\n0 2 * * * true\n0 0 L * * never\n'),
    });
    const dialog = page.getByRole('dialog', { name: 'Import from crontab' });
    await dialog.getByText(/line 3: .*not understood by cron/).waitFor();
    await dialog.getByRole('button', { name: 'Import 1 job' }).click();
    await page.getByRole('switch', { name: 'Nightly' }).waitFor();

    // The system's own dialog cannot be clicked; what it would answer is put in its place.
    await belfry.app.evaluate(({ dialog: system }, chosen) => {
      system.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, out);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Import and backup' }).click();
    await page.getByRole('combobox', { name: 'Export as' }).selectOption('systemd');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText(/Print hello: It calls a JavaScript function/).waitFor();
    await waitFor(async () => (await readdir(out)).length === 2);
    expect((await readdir(out)).sort()).toEqual(['nightly.service', 'nightly.timer']);
  });

  it('imports and exports from the palette, exports chosen jobs together and one from its menu', async () => {
    belfry = await start();
    const running = belfry;
    const page = await running.window();
    const out = await tempFolder();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const command = async (typed: string, name: string) => {
      await press('Control+k');
      await page.keyboard.type(typed);
      await page.getByRole('option', { name }).first().waitFor();
      await press('Enter');
    };
    await running.app.evaluate(({ dialog: system }, chosen) => {
      system.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, out);

    await command('import', 'Import…');
    const chooser = page.getByRole('dialog', { name: 'Import jobs' });
    await chooser.getByRole('button', { name: 'Choose a file…' }).waitFor();
    await chooser.getByLabel('File to import').setInputFiles({
      ...{ name: 'crontab', mimeType: 'text/plain' },
      buffer: Buffer.from('# First\n0 2 * * * true\n# Second\n0 3 * * * true\n# Third\n0 4 * * * true\n'),
    });
    const reading = page.getByRole('dialog', { name: 'Import from crontab' });
    await reading.getByRole('button', { name: 'Import 3 jobs' }).click();
    await page.getByRole('switch', { name: 'Third' }).waitFor();
    await waitFor(async () => (await page.getByRole('dialog').count()) === 0);

    // Chosen jobs, together.
    const row = (name: string) => page.getByRole('row', { name, exact: true });
    await row('First').click({ modifiers: ['Control'] });
    await row('Third').click({ modifiers: ['Control'] });
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Export…' }).click();
    const two = page.getByRole('dialog', { name: 'Export 2 jobs' });
    await two.getByRole('combobox', { name: 'Export as' }).selectOption('systemd');
    await two.getByRole('button', { name: 'Choose a folder…' }).click();
    await two.getByRole('button', { name: 'Close' }).click();
    expect((await readdir(out)).sort()).toEqual(['first.service', 'first.timer', 'third.service', 'third.timer']);
    await page.getByRole('button', { name: 'clear' }).click();

    // One job, from its menu.
    await row('Second').click();
    await page.getByRole('complementary', { name: 'Second' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const one = page.getByRole('dialog', { name: 'Export Second' });
    await one.getByRole('combobox', { name: 'Export as' }).selectOption('kubernetes');
    await one.getByRole('button', { name: 'Choose a folder…' }).click();
    await waitFor(async () => (await readdir(out)).includes('cronjobs.yaml'));
    await press('Escape');
    await one.waitFor({ state: 'detached' });

    // All, and what cannot be written that way is said in the dialog, which stays.
    await command('export all', 'Export all jobs…');
    const all = page.getByRole('dialog', { name: 'Export all jobs' });
    await all.getByRole('combobox', { name: 'Export as' }).selectOption('crontab');
    await all.getByRole('button', { name: 'Choose a folder…' }).click();
    await all.getByText(/Print hello: It calls a JavaScript function/).waitFor();
    await all.getByRole('button', { name: 'Close' }).click();
    expect(await readdir(out)).toContain('crontab');
  });
});
