import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '#store/connection.ts';
import { tempFolder } from '../support/temp.ts';
import { command, type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

interface Row {
  status: string;
  dueAt: string;
  count: number;
}

const add = (running: Running, name: string, ...more: string[]) =>
  running.belfry('add', '--name', name, '--command', 'echo rang', ...more);
const names = async (running: Running) => (await running.json<{ name: string }[]>('ls')).map(({ name }) => name).sort();
const rows = (running: Running, job: string) => running.json<Row[]>('history', '--job', job, '--limit', '1000');

const stagedIn = (data: string) => {
  const folder = join(data, 'restoring');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')) : [];
};

async function integrity(file: string): Promise<string | undefined> {
  const reader = await connect(file, 'read');
  const [row] = await reader.all<{ integrity_check: string }>('PRAGMA integrity_check');
  await reader.close();
  return row?.integrity_check;
}

describe('backup and restore of a real Belfry', () => {
  it('says what will change, changes it under the running application, and rings on', async () => {
    belfry = await start();
    const running = belfry;
    const file = join(await tempFolder(), 'mine.sqlite');
    const page = await running.window();
    await page.getByRole('link', { name: 'Jobs' }).first().click();
    await add(running, 'tick', '--cron', '* * * * * *');
    await waitFor(async () => (await rows(running, 'tick')).length >= 3);
    expect((await running.belfry('backup', file)).stdout).toContain(`Backed up to ${file}`);
    expect(await running.belfry('backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
    expect((await running.belfry('backup', file, '--force')).code).toBe(0);
    await running.belfry('rm', 'tick');
    await add(running, 'made since');
    await page.getByRole('switch', { name: 'made since' }).waitFor();

    const asked = await running.belfry('restore', file);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/Jobs added\s+tick\nJobs removed\s+made since/);
    expect(await names(running)).toContain('made since');
    const { before } = await running.json<{ before: string }>('restore', file, '--yes');
    expect(existsSync(before)).toBe(true);
    expect(await names(running)).toEqual(['Print hello', 'Print time', 'tick']);
    // The window follows without a reload.
    await page.getByRole('switch', { name: 'tick' }).waitFor();
    await page.getByRole('switch', { name: 'made since' }).waitFor({ state: 'detached' });
    const restoredAt = Date.now();
    await waitFor(async () =>
      (await rows(running, 'tick')).some(({ status, dueAt }) => status === 'success' && Date.parse(dueAt) > restoredAt),
    );
    expect((await rows(running, 'tick')).filter(({ status }) => status === 'missed')).toEqual([]);
    expect(running.printed()).not.toMatch(/Error/);
  });

  it('refuses what it cannot restore, and a restore while jobs run', async () => {
    belfry = await start({ hidden: true });
    const folder = await tempFolder();
    const file = join(folder, 'copy.sqlite');
    const spoilt = join(folder, 'spoilt.sqlite');
    writeFileSync(spoilt, 'SQLite format 3\0 and nothing more');
    await belfry.belfry('backup', file);
    expect(await belfry.belfry('restore', spoilt, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed.'),
    });
    expect((await belfry.belfry('restore', join(folder, 'none.sqlite'), '--yes')).stderr).toContain('There is no file');
    await belfry.belfry('add', '--name', 'long', '--command', 'sleep 3');
    await belfry.belfry('run', 'long');
    const refused = await belfry.belfry('restore', file, '--yes');
    expect(refused.stderr).toContain('“long” is running.');
    expect(await names(belfry)).toContain('long');
    expect((await belfry.belfry('restore', file, '--yes', '--wait')).code).toBe(0);
    expect(await names(belfry)).toEqual(['Print hello', 'Print time']);
  });

  it('is made, listed and restored in Settings', async () => {
    belfry = await start();
    await add(belfry, 'in the backup');
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Import and backup' }).click();
    await page.getByRole('button', { name: 'Back up now' }).click();
    const restore = page.getByRole('button', { name: /^Restore the backup of/ });
    await restore.waitFor();
    await belfry.belfry('rm', 'in the backup');
    await restore.click();
    const question = page.getByRole('dialog');
    await question.getByText('in the backup').waitFor();
    await question.getByRole('button', { name: 'Restore', exact: true }).click();
    const running = belfry;
    await waitFor(async () => (await names(running)).includes('in the backup'));
    await page.getByText('before a restore', { exact: false }).waitFor();
  });

  it('killed in the middle leaves the old ledger or the new one, whole', { timeout: 120_000 }, async () => {
    let running = await start({ hidden: true });
    const { data } = running;
    const file = join(await tempFolder(), 'copy.sqlite');
    await add(running, 'in both');
    await running.belfry('backup', file);
    await add(running, 'made since');
    for (const ms of [0, 8, 16, 24, 40, 80]) {
      const asked = command(data, ['restore', file, '--yes']);
      // First it is looked at, then got ready anew to be restored.
      const staged = new Set<string>();
      let over = false;
      void asked.then(() => {
        over = true;
      });
      while (staged.size < 2 && !over) {
        for (const name of stagedIn(data)) staged.add(name);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await new Promise((resolve) => setTimeout(resolve, ms));
      belfry = undefined;
      await running.kill();
      await asked;
      running = await start({ data, hidden: true });
      belfry = running;
      const found = await names(running);
      expect(found).toContain('in both');
      expect(readdirSync(data)).not.toContain('restoring');
      expect(await integrity(join(data, 'belfry.sqlite'))).toBe('ok');
      if (!found.includes('made since')) await add(running, 'made since');
    }
  });
});
