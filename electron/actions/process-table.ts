import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A live process, as the system lists it. */
export interface ProcessRow {
  pid: number;
  parent: number;
  /** 0 where the system has none. */
  group: number;
  session: number;
  /** When it started: ticks since boot on Linux, else epoch ms. With the pid it names a process for good; pids are used again. */
  born: number;
}

const run = promisify(execFile);
let current: Promise<ProcessRow[]> = Promise.resolve([]);
let next: Promise<ProcessRow[]> | null = null;

/** Processes alive at some moment after the call; ends that come together share one look. Never rejects. */
export function readTable(): Promise<ProcessRow[]> {
  next ??= current.then(() => {
    next = null;
    current = look().catch(() => []);
    return current;
  });
  return next;
}

function look(): Promise<ProcessRow[]> {
  switch (process.platform) {
    case 'linux':
      return lookAtProc();
    case 'win32':
      return lookAtWindows();
    default:
      return lookAtPs();
  }
}

/** Entries of /proc read at a time: about 1 ms, since bells must not wait for a long look. */
const SLICE = 32;
const buffer = Buffer.alloc(4096);

/** Synchronous in slices: read through the thread pool, the same look costs about seven times the processor time. */
async function lookAtProc(): Promise<ProcessRow[]> {
  const rows: ProcessRow[] = [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  for (let start = 0; start < pids.length; start += SLICE) {
    if (start > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    for (const pid of pids.slice(start, start + SLICE)) {
      const row = parseStat(readStat(pid));
      if (row) rows.push(row);
    }
  }
  return rows;
}

function readStat(pid: string | number): string {
  try {
    const file = openSync(`/proc/${pid}/stat`, 'r');
    try {
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

/** One line of /proc/PID/stat (proc_pid_stat(5)); null for a zombie, which no signal can end. */
export function parseStat(line: string): ProcessRow | null {
  const [state, parent, group, session] = statFields(line);
  if (state === undefined || state === 'Z' || state === 'X') return null;
  return {
    ...{ pid: Number.parseInt(line, 10), parent: Number(parent), group: Number(group), session: Number(session) },
    born: bornIn(line),
  };
}

/** From the third field on: the name before stands in brackets and may hold brackets and blanks itself. */
const statFields = (line: string) => (line === '' ? [] : line.slice(line.lastIndexOf(')') + 2).split(' '));
const bornIn = (line: string) => Number(statFields(line)[19] ?? 0);

/** The birth of a process that was started just now, at or after `startedAt` (epoch ms), as tables will give it or earlier. */
export function bornOf(pid: number, startedAt: number): number {
  return process.platform === 'linux' ? bornIn(readStat(pid)) : Math.floor(startedAt / 1000) * 1000;
}

/** The environment a process of this user was started with, NUL-separated; '' when it is not ours to see. Linux only. */
export async function environmentOf(pid: number): Promise<string> {
  return process.platform === 'linux' ? readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '') : '';
}

async function lookAtPs(): Promise<ProcessRow[]> {
  const format = ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='];
  const { stdout } = await run('ps', format, { maxBuffer: 16 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } });
  return parsePs(stdout);
}

/** Lines of `pid ppid pgid stat` and the start as a date of ps or in epoch ms. */
export function parsePs(table: string): ProcessRow[] {
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, born] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)/.exec(line) ?? [];
    if (born === undefined || state?.startsWith('Z')) return [];
    const at = /^\d+$/.test(born) ? Number(born) : Date.parse(born);
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, born: at }];
  });
}

async function lookAtWindows(): Promise<ProcessRow[]> {
  const born = '$(([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds())';
  const query = `Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) 0 - ${born}" }`;
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query], {
    maxBuffer: 16 * 1024 * 1024,
    windowsHide: true,
  });
  return parsePs(stdout);
}
