import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { processEnvironment } from './child-environment.ts';
import { ProcessTree, RUN_KEY } from './process-tree.ts';

export interface ProbeOptions {
  shell?: string;
  /** How long the user's start-up files may take, in ms. */
  timeoutMs?: number;
}

/** Keeps start-up files from asking, updating and taking over the terminal; taken out of what is found. */
const QUIET = { TERM: 'dumb', DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', ZSH_TMUX_AUTOSTARTED: 'true' };
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/**
 * The environment of the user's login shell, so that a job finds what a terminal finds: a desktop starts Belfry without
 * .profile and .zshrc. Falls back to this process's environment. Windows has no such difference. Never rejects; call it
 * again to look again.
 */
export async function loginEnvironment(options: ProbeOptions = {}): Promise<Record<string, string>> {
  const own = processEnvironment();
  if (process.platform === 'win32') return own;
  try {
    return (await probe(own, options)) ?? own;
  } catch {
    // An account without an entry in the system's list of users, or a shell's name that cannot be one.
    return own;
  }
}

async function probe(own: Record<string, string>, { shell, timeoutMs = 5_000 }: ProbeOptions) {
  const mark = `belfry-${randomUUID()}`;
  const file = shell ?? own.SHELL ?? userInfo().shell ?? '/bin/sh';
  const found = between(await ask(file, probeArguments(file, mark), { ...own, ...QUIET }, mark, timeoutMs), mark);
  if (found === null) return null;
  delete found[RUN_KEY];
  for (const [name, value] of Object.entries(QUIET)) {
    if (found[name] !== value) continue;
    delete found[name];
    if (own[name] !== undefined) found[name] = own[name];
  }
  return found;
}

/** Start-up files print greetings: only what stands between the marks counts. An old macOS env has no -0. */
function probeArguments(file: string, mark: string): string[] {
  const probe = `echo ${mark}; /usr/bin/env -0 || /usr/bin/env; echo ${mark}`;
  switch (basename(file)) {
    case 'bash':
      // As on a desktop: the session is a login that read .profile, and a terminal in it reads .bashrc.
      return ['-l', '-c', `exec "$BASH" -i -c '${probe}'`];
    case 'zsh':
    case 'fish':
      return ['-l', '-i', '-c', probe];
    case 'csh':
    case 'tcsh':
      return ['-c', probe];
    default:
      return ['-l', '-c', probe];
  }
}

/** What the shell prints until the second mark, the end or the time limit. A session of its own keeps it off our terminal. */
function ask(
  file: string,
  args: string[],
  env: Record<string, string>,
  mark: string,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    // Not the mark itself: the probe prints it, and would seem to be over.
    const key = `${mark}-probe`;
    const child = spawn(file, args, {
      env: { ...env, [RUN_KEY]: key },
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const tree = child.pid === undefined ? null : ProcessTree.of(child.pid, key, startedAt);
    let printed = Buffer.alloc(0);
    const timer = setTimeout(() => {
      void tree?.force();
      finish();
    }, timeoutMs);
    child.stdout.on('data', (bytes: Buffer) => {
      printed = Buffer.concat([printed, bytes]);
      if (printed.length > OUTPUT_LIMIT || between(printed.toString(), mark) !== null) finish();
    });
    child.once('exit', () => tree?.noteRootEnded());
    child.once('error', finish);
    child.once('close', finish);

    function finish(): void {
      clearTimeout(timer);
      // What start-up files left running, such as ssh-agent, belongs to the environment found, and may hold the pipe.
      child.stdout.destroy();
      child.unref();
      resolve(printed.toString());
    }
  });
}

/** The NAME=value entries between two marks, one a NUL or, without any NUL, one a line; null when a mark is missing. */
export function between(printed: string, mark: string): Record<string, string> | null {
  const parts = printed.split(`${mark}\n`);
  if (parts.length < 3) return null;
  const text = parts[1] as string;
  const entries = text.includes('\0') ? text.split('\0') : text.split(/\n(?=[A-Za-z_][A-Za-z0-9_]*=)/);
  return Object.fromEntries(
    entries
      .filter((entry) => entry.indexOf('=') > 0)
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}
