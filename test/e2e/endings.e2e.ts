import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';

interface Row {
  id: number;
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
const statusesOf = async (running: Running, job: string) => (await rowsOf(running, job)).map(({ status }) => status);
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
      // Playwright forgets the process soon after its end.
      const { spawnfile, spawnargs } = running.app.process();
      await running.kill();
      const child = spawn(spawnfile, spawnargs.slice(1), { stdio: 'ignore' });
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

/** The computer sleeps for so long (ms): its processes stand still, and are told before and after. */
async function sleepFor(running: Running, ms: number): Promise<void> {
  const tell = (sign: string) => running.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), sign);
  const child = running.app.process();
  await tell('suspend');
  child.kill('SIGSTOP');
  await pause(ms);
  child.kill('SIGCONT');
  await tell('resume');
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

/** Each second from the first row to the last is in exactly one of them. */
function expectEachSecondOnce(told: Row[]): void {
  // History goes by when something happened: what waited at a start for the shell's environment stands after what was
  // skipped for it meanwhile.
  const rows = told.toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  let due = Date.parse(rows[0]?.dueAt ?? '');
  for (const row of rows) {
    expect(Date.parse(row.dueAt), JSON.stringify(rows, null, 1)).toBe(due);
    expect((Date.parse(row.dueUntil) - due) / 1000 + 1, JSON.stringify(row)).toBe(row.count);
    due = Date.parse(row.dueUntil) + 1000;
  }
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
    expectEachSecondOnce(rows);
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

  it.each([
    ['is killed', (running: Running) => running.kill(), 'interrupted'],
    ['is told to end, as by a logout', (running: Running) => running.close(), 'cancelled'],
    ['ends with the session', sessionEnds, 'cancelled'],
    ['is closed to the tray and killed there', closedThenKilled, 'interrupted'],
  ] as const)(
    'the pause of everything holds on, and what ran and what waited is told: Belfry %s',
    {
      timeout: 90_000,
    },
    async (_how, end, ran) => {
      const first = await start();
      await first.belfry('add', '--name', 'slow', '--overlap', 'queue', '--command', 'sleep 300');
      await first.belfry('run', 'slow');
      await first.belfry('run', 'slow');
      await waitFor(async () => (await statusesOf(first, 'slow')).join() === 'running,queued');
      await first.belfry('pause', '--for', '2h');
      const pauseOf = async (running: Running) => (await running.json<{ pause: unknown }>('status')).pause;
      const paused = await pauseOf(first);
      expect(paused).not.toBeNull();
      await end(first);
      belfry = await start({ data: first.data, hidden: true });
      expect(await pauseOf(belfry)).toEqual(paused);
      const rows = await rowsOf(belfry, 'slow');
      expect(rows).toMatchObject([{ status: ran }, { status: 'skipped', reason: 'shutdown' }]);
      expect(rows.map(({ cause }) => cause)).toEqual(['by-hand', 'by-hand']);
      // What a killed Belfry left running can still be ended.
      if (ran === 'interrupted') expect((await belfry.belfry('stop', String(rows[0]?.id))).code).toBe(0);
    },
  );

  it('asleep, it loses no second, no draft, no pause and no run', { timeout: 90_000 }, async () => {
    belfry = await start();
    const running = belfry;
    const page = await running.window();
    await running.belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'true', '--missed', 'skip');
    await running.belfry('add', '--name', 'held', '--command', 'true');
    await running.belfry('pause', 'held', '--for', '2h');
    await running.belfry('add', '--name', 'long', '--command', 'sleep 300');
    await running.belfry('run', 'long');
    await newJobByKey(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a thought');
    await waitFor(async () => (await rowsOf(running, 'tick')).length >= 3);
    await sleepFor(running, 6_000);
    const before = (await rowsOf(running, 'tick')).length;
    await waitFor(async () => (await rowsOf(running, 'tick')).length >= before + 2);
    await running.belfry('disable', 'tick');
    await waitFor(async () => !(await statusesOf(running, 'tick')).includes('running'));
    const rows = await rowsOf(running, 'tick');
    expectEachSecondOnce(rows);
    const missed = rows.filter(({ status, reason }) => status === 'missed' && reason === 'asleep');
    expect(missed.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(4);
    expect(await statusesOf(running, 'long')).toEqual(['running']);
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Half a thought');
    const [held] = (await running.json<{ name: string; pausedUntil: string | null }[]>('ls')).filter(
      ({ name }) => name === 'held',
    );
    expect(held?.pausedUntil).toEqual(expect.stringContaining('T'));
  });

  it('a system that goes down asks nothing, whatever else wants to quit meanwhile', async () => {
    const first = await start({ hidden: true });
    const slow = "trap '' TERM; while true; do sleep 0.1; done";
    await first.belfry('add', '--name', 'slow', '--command', slow);
    await first.belfry('run', 'slow');
    await waitFor(async () => (await statusesOf(first, 'slow')).join() === 'running');
    const gone = once(first.app.process(), 'exit');
    // macOS tells of the shutdown, then asks each application to quit.
    const asked = await first.app.evaluate(({ app, dialog, powerMonitor }) => {
      let questions = 0;
      dialog.showMessageBox = async () => {
        questions++;
        return { response: 2, checkboxChecked: false };
      };
      powerMonitor.emit('shutdown');
      app.quit();
      return questions;
    });
    expect(asked).toBe(0);
    await gone;
    belfry = await start({ data: first.data, hidden: true });
    expect(await statusesOf(belfry, 'slow')).toEqual(['cancelled']);
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
    await happen('suspend', 'resume', 'unlock-screen');
    await waitFor(async () => (await woke()).length > 1);
    await pause(500);
    expect(await woke()).toEqual(['wake', 'wake']);
  });
});
