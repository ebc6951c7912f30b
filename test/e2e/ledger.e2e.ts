import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

interface Row {
  id: number;
  job: string;
  status: string;
  dueAt: string;
  dueUntil: string;
  count: number;
  error: string | null;
  cause: string;
}

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const rowsOf = (running: Running, job: string) => running.json<Row[]>('history', '--job', job, '--limit', '1000');

/** Processes with this very command line. */
function pidsOf(command: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.filter((line) => line.trim().replace(/^\d+\s+/, '') === command);
}

describe('the ledger of a real Belfry', () => {
  it('starts hidden with the two samples and says so in one line', async () => {
    belfry = await start({ hidden: true });
    expect(belfry.printed()).toMatch(/Belfry is ready\. Data folder .*, 2 jobs, next ring .* \(Print hello\)\./);
    const names = (await belfry.json<{ name: string }[]>('ls')).map(({ name }) => name);
    expect(names.sort()).toEqual(['Print hello', 'Print time']);
    const run = await belfry.belfry('run', 'print hello', '--wait');
    expect(run.code, run.stderr).toBe(0);
    const [row] = await rowsOf(belfry, 'Print hello');
    expect(row).toMatchObject({ status: 'success', error: 'No Error', cause: 'by-hand' });
    expect((await belfry.belfry('logs', String(row?.id))).stdout).toContain('Hello from Belfry');
  });

  it('accounts for every second of a per-second job, none twice', async () => {
    belfry = await start({ hidden: true });
    await belfry.belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'date +%s.%N');
    const running = belfry;
    await waitFor(async () => (await rowsOf(running, 'tick')).length >= 12);
    await running.belfry('disable', 'tick');
    await waitFor(async () => (await rowsOf(running, 'tick')).every(({ status }) => status !== 'running'));
    const rows = (await rowsOf(running, 'tick')).reverse();
    let due = Date.parse(rows[0]?.dueAt ?? '');
    for (const row of rows) {
      expect(Date.parse(row.dueAt), JSON.stringify(rows)).toBe(due);
      if (row.count === 1 && row.status === 'success') {
        const printed = Number((await running.belfry('logs', String(row.id))).stdout);
        expect(printed * 1000).toBeGreaterThanOrEqual(due);
      }
      due = Date.parse(row.dueUntil) + 1000;
    }
    expect(rows.filter(({ status }) => status === 'success').length).toBeGreaterThan(rows.length / 2);
  });

  it('finds a run interrupted after a kill, and everything else as it was', async () => {
    const first = await start({ hidden: true });
    await first.belfry('add', '--name', 'long', '--command', 'echo began; sleep 300.25', '--tag', 'slow');
    await first.belfry('run', 'long');
    await waitFor(async () =>
      (await first.belfry('logs', String((await rowsOf(first, 'long'))[0]?.id))).stdout.includes('began'),
    );
    await first.belfry('pause', '--for', '1h');
    await first.kill();
    expect((await first.belfry('status')).code).toBe(3);
    belfry = await start({ data: first.data, hidden: true });
    const [row] = await rowsOf(belfry, 'long');
    expect(row).toMatchObject({ status: 'interrupted' });
    // What it had started lives on; the ledger shows it, and the person can end it.
    expect(pidsOf('sleep 300.25')).toHaveLength(1);
    const running = belfry;
    await waitFor(async () => (await running.belfry('stop', String(row?.id))).code === 0);
    expect(pidsOf('sleep 300.25')).toEqual([]);
    const [job] = (await belfry.json<{ name: string; tags: string[] }[]>('ls')).filter(({ name }) => name === 'long');
    expect(job?.tags).toEqual(['slow']);
    expect((await belfry.json<{ state: string }>('status')).state).toBe('paused');
  });

  it('sets off jobs by the end of another, by files and by a start', async () => {
    const first = await start({ hidden: true });
    const add = (name: string, ...args: string[]) => first.belfry('add', '--name', name, '--command', 'true', ...args);
    const file = join(first.data, 'flag');
    await add('first');
    await add('second', '--after', 'first');
    await add('watching', '--files', file, '--settle', '100ms');
    await add('starting', '--on', 'start');
    const circle = await first.belfry('edit', 'first', '--after', 'second', '--json');
    expect(circle.code).toBe(1);
    expect(JSON.parse(circle.stderr).error).toMatchObject({ code: 'conflict', field: 'triggers.0.job' });
    await first.belfry('run', 'first', '--wait');
    let writes = 0;
    await waitFor(async () => {
      await writeFile(file, String(++writes));
      return (await rowsOf(first, 'watching')).length > 0;
    });
    await waitFor(async () => (await rowsOf(first, 'second'))[0]?.status === 'success');
    expect((await rowsOf(first, 'second')).map(({ cause }) => cause)).toEqual(['after-job']);
    expect((await rowsOf(first, 'watching'))[0]).toMatchObject({ cause: 'file-change' });
    expect(await rowsOf(first, 'starting')).toEqual([]);
    await first.close();
    belfry = await start({ data: first.data, hidden: true });
    const again = belfry;
    await waitFor(async () => (await rowsOf(again, 'starting'))[0]?.status === 'success');
    expect((await rowsOf(again, 'starting')).map(({ cause }) => cause)).toEqual(['start']);
  });

  it('a second start shows the first one and schedules nothing twice', async () => {
    belfry = await start({ hidden: true });
    expect(belfry.app.windows()).toHaveLength(0);
    const second = await start({ data: belfry.data }).catch((error: Error) => error);
    expect(second).toBeInstanceOf(Error);
    const running = belfry;
    await waitFor(() => running.app.windows().length === 1);
  });

  it.each([
    ['a bad cron', ['add', '--name', 'x', '--cron', '61 * * * *', '--command', 'true'], 'triggers.0.expression'],
    [
      'a schedule that never rings',
      ['add', '--name', 'x', '--cron', '0 0 30 2 *', '--command', 'true'],
      'triggers.0.expression',
    ],
    [
      'an unknown zone',
      ['add', '--name', 'x', '--cron', '* * * * *', '--tz', 'Mars/Base', '--command', 'true'],
      'zone',
    ],
    ['a long name', ['add', '--name', 'x'.repeat(101), '--command', 'true'], 'name'],
    ['a name that is taken', ['add', '--name', 'PRINT HELLO', '--command', 'true'], 'name'],
    ['an unknown job', ['run', 'nobody'], 'job'],
  ])('refuses %s, naming the field, and changes nothing', async (_what, args, field) => {
    belfry = await start({ hidden: true });
    const before = await belfry.json('ls');
    const { code, stderr } = await belfry.belfry(...args, '--json');
    expect(code).not.toBe(0);
    expect(JSON.parse(stderr).error).toMatchObject({ field, message: expect.stringMatching(/\w+/) });
    expect(await belfry.json('ls')).toEqual(before);
  });
});
