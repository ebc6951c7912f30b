import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url));

export type Said = Record<string, unknown>;

export interface Child {
  process: ChildProcess;
  /** What it said so far, with the real time (epoch ms) each line came. */
  said: { at: number; line: Said }[];
  /** Resolves once `met` holds for what was said, or after `ms`; false when it never did. */
  until(met: (said: Child['said']) => boolean, ms: number): Promise<boolean>;
  /** Resolves to the exit code, null when it was killed. */
  ended: Promise<number | null>;
}

/** Starts one measurement in a process of its own; see child.ts for the arguments. */
export function start(args: (string | number)[], env: Record<string, string> = {}): Child {
  const process_ = spawn(process.execPath, ['--expose-gc', CHILD, ...args.map(String)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Child['said'] = [];
  const listeners = new Set<() => void>();
  let rest = '';
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    // The libraries print warnings of their own.
    for (const line of lines) if (line.startsWith('{')) said.push({ at: Date.now(), line: JSON.parse(line) as Said });
    for (const listener of listeners) listener();
  });
  const ended = new Promise<number | null>((resolve) => process_.on('close', resolve));
  const until: Child['until'] = (met, ms) =>
    new Promise((resolve) => {
      const done = (answer: boolean) => {
        clearTimeout(timer);
        listeners.delete(look);
        resolve(answer);
      };
      const look = () => met(said) && done(true);
      const timer = setTimeout(() => done(met(said)), ms);
      listeners.add(look);
      void ended.then(() => done(met(said)));
      look();
    });
  return { process: process_, said, until, ended };
}

/** Runs one measurement to its end; null when it failed or took longer than `ms`. */
export async function measure<T>(args: (string | number)[], ms: number): Promise<T | null> {
  const child = start(args);
  const timer = setTimeout(() => child.process.kill('SIGKILL'), ms);
  const code = await child.ended;
  clearTimeout(timer);
  const last = child.said.at(-1);
  return code === 0 && last ? (last.line as T) : null;
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
