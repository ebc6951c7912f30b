import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '#actions/child-environment.ts';
import { createExecutor, type ExecutorOptions } from '#actions/index.ts';
import { type Action, action } from '#contract/action.ts';
import type { ActionHandle, Outcome, OutputWriter } from '#core/ports.ts';
import { noSecrets } from './kept-secrets.ts';

export const shell = (line: string): Action => action.parse({ kind: 'command', run: { by: 'shell', line } });
export const program = (name: string, ...args: string[]): Action =>
  action.parse({ kind: 'command', run: { by: 'program', program: name, args } });
export const call = (module: string, name: string, ...args: unknown[]): Action =>
  action.parse({ kind: 'function', module, export: name, args });

export const functionHost = join(import.meta.dirname, '../../electron/actions/function-host.mjs');
let runs = 0;

export interface Options extends Partial<ExecutorOptions> {
  environment?: Record<string, string>;
  cwd?: string | null;
  /** Takes what is printed, as the ledger's own. */
  writer?: OutputWriter;
}

export interface Begun {
  handle: ActionHandle;
  runId: number;
  out: () => string;
  err: () => string;
  /** Both streams as they came. */
  all: () => string;
}

export function begin(what: Action, { environment = {}, cwd = null, writer, ...options }: Options = {}): Begun {
  const runId = ++runs;
  const execute = createExecutor({
    ...{ jobsFolder: '/nowhere', functionHost, sqlHost: '/nowhere', nodePath: process.execPath, homeFolder: homedir() },
    baseEnvironment: () => ({ ...processEnvironment(), SHELL: '/bin/bash' }),
    secrets: noSecrets,
    ...options,
  });
  const texts = { stdout: '', stderr: '', all: '' };
  const handle = execute(what, {
    ...{ runId, attempt: 1, environment, workingDirectory: cwd },
    ...(writer && { backlog: writer.backlog }),
    output: (stream, bytes) => {
      if (writer) return writer.write(stream, bytes, Math.round(performance.now()));
      const text = Buffer.from(bytes).toString();
      texts[stream] += text;
      texts.all += text;
    },
  });
  return { handle, runId, out: () => texts.stdout, err: () => texts.stderr, all: () => texts.all };
}

export type Ended = Outcome & { out: string; err: string; all: string };

export async function run(what: Action, options: Options = {}): Promise<Ended> {
  const begun = begin(what, options);
  const outcome = await begun.handle.done;
  return { ...outcome, out: begun.out(), err: begun.err(), all: begun.all() };
}

/** Resolves when the condition holds; fails after 10 s. */
export async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !condition(); ) {
    if (performance.now() > end) throw new Error('The condition never held.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Those of the processes that live; a zombie does not. */
export function living(pids: number[]): number[] {
  const table = spawnSync('ps', ['-axo', 'pid=,stat='], { encoding: 'utf8' }).stdout;
  const states = new Map(table.split('\n').map((line) => line.trim().split(/\s+/) as [string, string]));
  return pids.filter((pid) => states.has(String(pid)) && !states.get(String(pid))?.startsWith('Z'));
}

/** The numbers that a job printed, one a line after `pid `. */
export const pidsIn = (text: string): number[] => [...text.matchAll(/^pid (\d+)$/gm)].map(([, pid]) => Number(pid));
