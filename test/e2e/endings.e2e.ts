import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';

interface Row {
  dueAt: string;
  dueUntil: string;
  count: number;
  status: string;
  reason: string | null;
  cause: string;
}

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const rowsOf = async (running: Running, job: string) =>
  (await running.json<Row[]>('history', '--job', job, '--limit', '1000')).reverse();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ways in which Belfry comes to an end; each resolves when its process is gone. */
const ends: [string, (running: Running) => Promise<void>][] = [
  ['SIGTERM', (running) => running.close()],
  ['SIGKILL', (running) => running.kill()],
  [
    'its window closed, then the system shut down',
    async (running) => {
      const page = await running.window();
      await page.close();
      await pause(1_500);
      await sessionEnds(running);
    },
  ],
  ['SIGHUP, as a closed terminal sends it', (running) => signal(running, 'SIGHUP')],
  [
    'SIGKILL in the middle of its start',
    async (running) => {
      await running.kill();
      const child = spawn(running.app.process().spawnfile, running.app.process().spawnargs.slice(1), {
        stdio: 'ignore',
      });
      await pause(700);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  ],
];

async function sessionEnds(running: Running): Promise<void> {
  const gone = once(running.app.process(), 'exit');
  await running.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown')).catch(() => {});
  await gone;
}

async function closedThenKilled(running: Running): Promise<void> {
  await (await running.window()).getByRole('button', { name: 'Close', exact: true }).click();
  await waitFor(() => running.app.windows().length === 0);
  await running.kill();
}

async function signal(running: Running, name: NodeJS.Signals): Promise<void> {
  const gone = once(running.app.process(), 'exit');
  running.app.process().kill(name);
  await gone;
}

/** As one who sees the window before a key is pressed. */
async function newJobByKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New job' }).waitFor();
  await page.keyboard.press('Control+n');
}

describe('however Belfry ends', () => {
  it('every second of a per-second job is in exactly one row, and jobs and pauses are kept', {
    timeout: 180_000,
  }, async () => {
    const data = await tempFolder();
    belfry = await start({ data, hidden: true });
    await belfry.belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'true', '--missed', 'skip');
    await belfry.belfry('add', '--name', 'held', '--command', 'true', '--tag', 'kept');
    await belfry.belfry('pause', 'held', '--for', '2h');
    const first = belfry;
    await waitFor(async () => (await rowsOf(first, 'tick')).length >= 3);
    for (const [, end] of ends) {
      await end(belfry);
      await pause(1_200);
      belfry = await start({ data });
      const again = belfry;
      const before = (await rowsOf(again, 'tick')).length;
      await waitFor(async () => (await rowsOf(again, 'tick')).length >= before + 2);
    }
    const running = belfry;
    await running.belfry('disable', 'tick');
    await waitFor(async () => (await rowsOf(running, 'tick')).every(({ status }) => status !== 'running'));
    const rows = await rowsOf(running, 'tick');
    let due = Date.parse(rows[0]?.dueAt ?? '');
    for (const row of rows) {
      expect(Date.parse(row.dueAt), JSON.stringify(rows, null, 1)).toBe(due);
      expect((Date.parse(row.dueUntil) - due) / 1000 + 1, JSON.stringify(row)).toBe(row.count);
      due = Date.parse(row.dueUntil) + 1000;
    }
    expect(rows.filter(({ status }) => status === 'success').length).toBeGreaterThan(ends.length);
    expect(rows.some(({ status, reason }) => status === 'missed' && reason === 'not-running')).toBe(true);
    const [held] = (await running.json<{ name: string; pausedUntil: string | null; tags: string[] }[]>('ls')).filter(
      ({ name }) => name === 'held',
    );
    expect(held).toMatchObject({ tags: ['kept'], pausedUntil: expect.stringContaining('T') });
  });

  it.each([
    ['is killed', (running: Running) => running.kill()],
    ['is told to end, as by a logout', (running: Running) => running.close()],
    ['ends with the session', sessionEnds],
    ['is closed to the tray and killed there', closedThenKilled],
  ])('what was typed and not saved is offered again: Belfry %s', { timeout: 90_000 }, async (_how, end) => {
    const data = await tempFolder();
    const first = await start({ data });
    let page = await first.window();
    await newJobByKey(page);
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill('echo half done');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a thought');
    // No longer than a hand takes from the last letter to anything else.
    await pause(600);
    await end(first);
    belfry = await start({ data });
    page = await belfry.window();
    await newJobByKey(page);
    await page.getByText(/You have an unsaved draft/).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Half a thought');
    expect(await page.getByRole('textbox', { name: 'Command', exact: true }).inputValue()).toBe('echo half done');
  });

  it('a quit that waits for a run to finish is hurried when the system ends the session', async () => {
    const first = await start({ hidden: true });
    await first.belfry('add', '--name', 'long', '--command', 'sleep 300');
    await first.belfry('run', 'long');
    await waitFor(async () => (await rowsOf(first, 'long'))[0]?.status === 'running');
    await first.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    });
    await first.clickTray('Quit Belfry');
    await pause(500);
    expect(first.app.process().exitCode).toBeNull();
    await first.close();
    belfry = await start({ data: first.data, hidden: true });
    expect(await rowsOf(belfry, 'long')).toMatchObject([{ status: 'cancelled' }]);
  });

  it('a wake is told once, and an unlocked screen is none', async () => {
    belfry = await start({ hidden: true });
    const running = belfry;
    await running.belfry('add', '--name', 'waking', '--on', 'wake', '--command', 'true');
    const happen = (...signs: string[]) =>
      running.app.evaluate(({ powerMonitor }, names) => {
        for (const name of names) powerMonitor.emit(name);
      }, signs);
    const woke = async () => (await rowsOf(running, 'waking')).map(({ cause }) => cause);
    await happen('lock-screen', 'unlock-screen');
    await pause(500);
    expect(await woke()).toEqual([]);
    await happen('suspend', 'unlock-screen', 'resume');
    await waitFor(async () => (await woke()).length > 0);
    expect(await rowsOf(running, 'waking')).toMatchObject([{ status: 'queued', reason: 'waking' }]);
    await happen('suspend', 'resume', 'unlock-screen');
    await waitFor(async () => (await woke()).length > 1);
    await pause(500);
    expect(await woke()).toEqual(['wake', 'wake']);
  });
});
