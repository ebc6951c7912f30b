import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, readdir, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { BelfryError } from '#contract/error.ts';
import type { ExchangeFile } from '#contract/exchange.ts';
import type { FoundSchedule, Neighbours } from '#core/ports.ts';

const WAIT_MS = 5_000;
const FILES_LIMIT = 300;
const FILE_LIMIT = 256 * 1024;
/** No more characters than one import may have. */
const TEXT_LIMIT = 2 * 1024 * 1024;

export interface NeighboursOptions {
  /** Lets the person choose a folder; null = none. */
  choose: () => Promise<string | null>;
  platform?: NodeJS.Platform;
  home?: string;
  /** The command that lists a user's crontab. */
  crontab?: string;
  /** The command that lists tasks of Windows. */
  schtasks?: string;
}

/** The schedulers of this system: crontab, systemd's user timers, launch agents, Task Scheduler. */
export function createNeighbours(options: NeighboursOptions): Neighbours {
  const { platform = process.platform, home = homedir(), crontab = 'crontab', schtasks = 'schtasks' } = options;
  const { username, shell } = userInfo();
  const save = async (files: ExchangeFile[]) => {
    const folder = await options.choose();
    if (folder !== null) await writeNew(folder, files);
    return folder;
  };
  const find = async (): Promise<FoundSchedule[]> => {
    const looks =
      platform === 'win32'
        ? [tasks(schtasks)]
        : [
            userCrontab(crontab),
            platform === 'darwin'
              ? launchAgents(join(home, 'Library', 'LaunchAgents'))
              : userTimers(join(home, '.config', 'systemd', 'user')),
          ];
    const found = await Promise.all(looks.map((look) => look.catch(() => null)));
    return found.filter(
      (one) => one !== null && one.text.trim() !== '' && one.text.length <= TEXT_LIMIT,
    ) as FoundSchedule[];
  };
  return { home, user: username, shell: process.env.SHELL || shell || '/bin/sh', find, save };
}

/** Only as a whole: where one name is taken, nothing is written. Commands may hold what others should not read. */
async function writeNew(folder: string, files: ExchangeFile[]): Promise<void> {
  for (const { name } of files) {
    const taken = await access(join(folder, basename(name))).then(
      () => true,
      () => false,
    );
    if (taken)
      throw new BelfryError('conflict', `There is already a file ${name} in ${folder}. Choose another folder.`);
  }
  try {
    for (const { name, text } of files)
      await writeFile(join(folder, basename(name)), text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BelfryError('unavailable', `The files cannot be written: ${reason}`);
  }
}

async function userCrontab(command: string): Promise<FoundSchedule> {
  return { from: 'crontab', place: 'crontab -l', text: decode(await said(command, ['-l'])) };
}

/** A listing of all tasks; those of the system itself are told apart later. */
async function tasks(command: string): Promise<FoundSchedule> {
  return {
    from: 'task-scheduler',
    place: 'schtasks /query /xml',
    text: decode(await said(command, ['/query', '/xml'], 64 * 1024 * 1024)),
  };
}

async function userTimers(folder: string): Promise<FoundSchedule> {
  const files = await readFolder(folder, /\.(timer|service)$/);
  const text = files.map(({ name, text }) => `# ${name}\n${text}\n`).join('\n');
  return { from: 'systemd', place: folder, text: files.some(({ name }) => name.endsWith('.timer')) ? text : '' };
}

async function launchAgents(folder: string): Promise<FoundSchedule> {
  const files = await readFolder(folder, /\.plist$/);
  const text = files.map(({ name, text }) => `<!-- ${name.replaceAll('--', '- -')} -->\n${text}\n`).join('\n');
  return { from: 'launchd', place: folder, text };
}

async function readFolder(folder: string, wanted: RegExp): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(folder))
    .filter((name) => wanted.test(name))
    .sort()
    .slice(0, FILES_LIMIT);
  const files: { name: string; text: string }[] = [];
  for (const name of names) {
    const text = await readBounded(join(folder, name)).catch(() => null);
    if (text !== null) files.push({ name, text });
  }
  return files;
}

/** Null for what is too large, or no file: a pipe would never end. */
async function readBounded(path: string): Promise<string | null> {
  // Not a plain open: a pipe without a writer would hold it for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (!file) return null;
  try {
    const facts = await file.stat();
    return facts.isFile() && facts.size <= FILE_LIMIT ? decode(await file.readFile()) : null;
  } finally {
    await file.close();
  }
}

/** UTF-16 by its mark, as Windows writes it, else UTF-8. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8');
}

function said(command: string, args: string[], maxBuffer = 4 * 1024 * 1024): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = {
      encoding: 'buffer',
      timeout: WAIT_MS,
      killSignal: 'SIGKILL',
      maxBuffer,
      windowsHide: true,
    } as const;
    const child = execFile(command, args, options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    child.stdin?.end();
  });
}
