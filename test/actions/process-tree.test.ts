import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bornOf, type ProcessRow, parsePs, parseStat, readTable } from '#actions/process-table.ts';
import { addDescendants } from '#actions/process-tree.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, living, pidsIn, run, shell, until } from './begin.ts';

/** Prints its own pid, ignores SIGTERM and waits. */
const stubborn = `sh -c 'trap "" TERM; echo pid $$; sleep 600 & echo pid $!; while :; do wait; sleep 1; done'`;

describe('stopping', () => {
  it('asks the whole tree once, and lets it clean up in its time', async () => {
    const worker = `trap 'echo heard; sleep 0.3; echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.02; done`;
    const begun = begin(shell(`sh -c "${worker}" & wait`));
    await until(() => begun.out().includes('ready'));
    begun.handle.stop();
    begun.handle.stop();
    expect(await begun.handle.done).toMatchObject({ signal: 'SIGTERM', error: 'Ended by signal SIGTERM.' });
    expect(begun.out()).toBe('ready\nheard\ncleaned\n');
  });

  it('reaches what has a group or session of its own, even stopped', async () => {
    const begun = begin(shell('setsid sh -c "echo pid \\$\\$; kill -STOP \\$\\$; sleep 600" & wait'));
    await until(() => pidsIn(begun.out()).length === 1);
    begun.handle.stop();
    await begun.handle.done;
    expect(living(pidsIn(begun.out()))).toEqual([]);
  });

  it('by force ends grandchildren that ignore SIGTERM, in their own sessions and orphaned too', async () => {
    const begun = begin(shell(`${stubborn} & setsid ${stubborn} & (setsid ${stubborn} &) ; wait`));
    await until(() => pidsIn(begun.out()).length === 6);
    begun.handle.stop();
    begun.handle.kill();
    await begun.handle.done;
    expect(living(pidsIn(begun.out()))).toEqual([]);
  });

  it('finds descendants that have no environment, by their parents', async () => {
    const begun = begin(shell(`env -i setsid ${stubborn} & wait`));
    await until(() => pidsIn(begun.out()).length === 2);
    begun.handle.kill();
    await begun.handle.done;
    expect(living(pidsIn(begun.out()))).toEqual([]);
  });

  it('touches nobody else', async () => {
    const other = begin(shell('echo ready; sleep 600'));
    const stranger = spawn('sleep', ['600'], { detached: true });
    const begun = begin(shell('echo ready; sleep 600'));
    await until(() => begun.out() !== '' && other.out() !== '');
    begun.handle.kill();
    expect(await begun.handle.done).toMatchObject({ signal: 'SIGKILL' });
    const pids = [stranger.pid, other.handle.process?.pid].map(Number);
    expect(living(pids)).toEqual(pids);
    stranger.kill();
    other.handle.kill();
    await other.handle.done;
  });

  it('is of no effect on what has ended, or never began', async () => {
    const begun = begin(shell('true'));
    await begun.handle.done;
    begun.handle.stop();
    begun.handle.kill();
    const never = begin(shell('true'), { cwd: '/no/such/folder' });
    never.handle.stop();
    never.handle.kill();
    expect(never.handle.process).toBeNull();
    expect(await begun.handle.done).toMatchObject({ exitCode: 0 });
  });
});

describe('what a finished run leaves', () => {
  it('is ended, and the outcome is that of the main process', async () => {
    const ended = await run(shell('sleep 600 & echo pid $!; (setsid sleep 600 >/dev/null 2>&1 & echo pid $!); exit 4'));
    expect(ended).toMatchObject({ exitCode: 4, error: 'Exit code 4.' });
    expect(pidsIn(ended.out)).toHaveLength(2);
    expect(living(pidsIn(ended.out))).toEqual([]);
  });

  it('is ended by force when it does not listen', async () => {
    const ready = join(await tempFolder(), 'ready');
    const deaf = `sh -c 'trap "" TERM; sleep 600 & echo pid $!; echo pid $$; touch ${ready}; wait'`;
    const begun = begin(shell(`setsid ${deaf} & until [ -e ${ready} ]; do sleep 0.01; done`));
    expect(await begun.handle.done).toMatchObject({ exitCode: 0 });
    expect(pidsIn(begun.out())).toHaveLength(2);
    expect(living(pidsIn(begun.out()))).toEqual([]);
  });
});

describe('the table of processes', () => {
  it('has this process, born when it says', async () => {
    const row = (await readTable()).find(({ pid }) => pid === process.pid);
    expect(row).toMatchObject({
      parent: process.ppid,
      born: bornOf(process.pid, Date.now() - process.uptime() * 1000),
    });
  });

  it('reads a stat line with any name in it, and leaves zombies out', () => {
    const rest = '0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2';
    expect(parseStat(`42 (a) R (b) S 7 8 9 ${rest}`)).toEqual({
      pid: 42,
      parent: 7,
      group: 8,
      session: 9,
      born: 98765,
    });
    expect(parseStat(`42 (a) Z 7 8 9 ${rest}`)).toBeNull();
    expect(parseStat('')).toBeNull();
  });

  it('reads what ps prints', () => {
    expect(
      parsePs('   10     1    10 Ss   Tue Nov 24 03:00:55 2026\n   11    10    10 Z+   Tue Nov 24 03:00:56 2026\n'),
    ).toEqual([{ pid: 10, parent: 1, group: 10, session: 0, born: new Date(2026, 10, 24, 3, 0, 55).getTime() }]);
    expect(parsePs('4 0 0 - 1700000000123\r\n')).toMatchObject([{ pid: 4, born: 1_700_000_000_123 }]);
  });

  it('gives descendants, but not a dead namesake’s', () => {
    const row = (pid: number, parent: number, born: number): ProcessRow => ({
      pid,
      parent,
      born,
      group: 0,
      session: 0,
    });
    const table = [row(14, 12, 9), row(12, 11, 7), row(11, 10, 6), row(10, 1, 5), row(13, 10, 4), row(15, 1, 8)];
    const found = new Map([[10, row(10, 1, 5)]]);
    addDescendants(table, found);
    expect([...found.keys()].sort()).toEqual([10, 11, 12, 14]);
  });
});
