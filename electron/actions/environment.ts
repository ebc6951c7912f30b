import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { processEnvironment } from './child-environment.ts';
import { ProcessTree, RUN_KEY } from './process-tree.ts';
import { registryEnvironment } from './registry.ts';

export interface ProbeOptions {
  shell?: string;
  /** How long the user's start-up files may take, in ms. */
  timeoutMs?: number;
}

/** Keeps start-up files from asking, updating and taking over the terminal; taken out of what is found. */
const QUIET = { TERM: 'dumb', DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', ZSH_TMUX_AUTOSTARTED: 'true' };
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** What a look for the user's environment found. */
export interface Found {
  /** Null where there is a problem. */
  variables: Record<string, string> | null;
  shell: string;
  /** How long the look took, in ms. */
  ms: number;
  /** Why it found nothing, in one sentence; null when all went well. */
  problem: string | null;
}

/**
 * The environment of the user's login shell, so that a job finds what a terminal finds: a desktop starts Belfry without
 * .profile and .zshrc. On Windows, the registry's, which may have changed since Belfry started. Never rejects.
 */
export async function loginEnvironment(options: ProbeOptions = {}): Promise<Found> {
  const own = processEnvironment();
  const since = performance.now();
  const isWindows = process.platform === 'win32';
  const shell = isWindows ? 'registry' : (options.shell ?? own.SHELL ?? accountShell());
  const { variables, problem } = await look(shell, own, options).catch((error) => ({
    variables: null,
    problem: `${isWindows ? 'The registry' : shell} could not be asked (${error.code ?? error.message}).`,
  }));
  return { variables, problem, shell, ms: Math.round(performance.now() - since) };
}

/** An account may have no entry in the system's list of users. */
function accountShell(): string {
  try {
    return userInfo().shell ?? '/bin/sh';
  } catch {
    return '/bin/sh';
  }
}

type Answer = Pick<Found, 'variables' | 'problem'>;

async function look(shell: string, own: Record<string, string>, { timeoutMs = 5_000 }: ProbeOptions): Promise<Answer> {
  if (shell === 'registry') return { variables: await registryEnvironment(own, timeoutMs), problem: null };
  const mark = `belfry-${randomUUID()}`;
  const told = await ask(shell, probeArguments(shell, mark), { ...own, ...QUIET }, mark, timeoutMs);
  const found = between(told.printed, mark);
  if (found === null) return { variables: null, problem: `${shell} ${told.end}.` };
  delete found[RUN_KEY];
  for (const [name, value] of Object.entries(QUIET)) {
    if (found[name] !== value) continue;
    delete found[name];
    if (own[name] !== undefined) found[name] = own[name];
  }
  return { variables: found, problem: null };
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

/** What the shell said, and how that ended where it did not say all. */
interface Told {
  printed: string;
  end: string;
}

/** What the shell prints until the second mark, the end or the time limit. A session of its own keeps it off our terminal. */
function ask(
  file: string,
  args: string[],
  env: Record<string, string>,
  mark: string,
  timeoutMs: number,
): Promise<Told> {
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
    let end = 'ended before it told its environment';
    const timer = setTimeout(() => {
      void tree?.force();
      end = `took longer than ${timeoutMs / 1000} s to start; look for what waits in its start-up files`;
      finish();
    }, timeoutMs);
    child.stdout.on('data', (bytes: Buffer) => {
      printed = Buffer.concat([printed, bytes]);
      if (printed.length > OUTPUT_LIMIT || between(printed.toString(), mark) !== null) finish();
    });
    child.once('exit', (code, signal) => {
      tree?.noteRootEnded();
      end = `ended before it told its environment (${signal ?? `exit code ${code}`})`;
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      end = `could not be started (${error.code})`;
      finish();
    });
    child.once('close', finish);

    function finish(): void {
      clearTimeout(timer);
      // What start-up files left running, such as ssh-agent, belongs to the environment found, and may hold the pipe.
      child.stdout.destroy();
      child.unref();
      resolve({ printed: printed.toString(), end });
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
