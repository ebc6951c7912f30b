import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const FILE = 'belfry.mjs';

/** How a command ended and what it said. */
export interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command to its end. */
type Run = (args: string[], given?: { input?: string | Buffer; environment?: NodeJS.ProcessEnv }) => Promise<Said>;

export interface BelfryCommand extends Run {
  /** Starts it and leaves the rest to the test. */
  start(args: string[]): ChildProcess;
  readonly file: string;
  remove(): Promise<void>;
}

/** Bundles the `belfry` command into a folder of its own, to be run as the process a user runs. */
export async function bundleCommand(): Promise<BelfryCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-command-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { mainFields: ['main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'electron/cli.ts',
      target: 'node20.18',
      outDir: folder,
      minify: false,
      rolldownOptions: {
        output: { format: 'es', entryFileNames: FILE, codeSplitting: false },
      },
    },
  });
  const start = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [join(folder, FILE), ...args], {
      env: { ...process.env, TZ: 'UTC', ...environment },
    });
  const run: Run = (args, { input, environment } = {}) => {
    const child = start(args, environment);
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return ended(child);
  };
  return Object.assign(run, {
    start: (args: string[]) => start(args),
    file: join(folder, FILE),
    remove: () => rm(folder, { recursive: true, force: true }),
  });
}

/** Collects what a command says until it ends. */
export function ended(child: ChildProcess): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}
