import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import type { TrayItem } from '#desktop/tray-menu.ts';
import { electronPath } from '../../electron/dev/electron.mjs';
import { tempFolder } from '../support/temp.ts';
import { tellFailure, watch } from './on-failure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/cli/belfry.js', import.meta.url));
/** Chromium refuses to run its sandbox as root; only tests ever say so. */
const rootSwitches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A real Belfry on a data folder of its own. */
export interface Running {
  app: ElectronApplication;
  data: string;
  /** Everything the application printed. */
  printed: () => string;
  window(): Promise<Page>;
  belfry(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  json<T>(...args: string[]): Promise<T>;
  tray(): Promise<TrayItem[]>;
  clickTray(...path: string[]): Promise<void>;
  close(): Promise<void>;
  kill(): Promise<void>;
}

/** What the log of a data folder says of starts. */
function readyLines(data: string): string[] {
  const log = join(data, 'logs', 'belfry.log');
  return existsSync(log) ? (readFileSync(log, 'utf8').match(/Belfry is ready\..*/g) ?? []) : [];
}

/** Starts the built application, or the package at `executable`; resolves when its ready line is out. */
export async function start(
  options: {
    data?: string;
    hidden?: boolean;
    executable?: string;
    env?: Record<string, string>;
    /** Further switches of Chromium. */
    switches?: string[];
  } = {},
): Promise<Running> {
  const data = options.data ?? (await tempFolder());
  const args = [
    ...rootSwitches,
    ...(options.switches ?? []),
    ...(options.executable ? [] : [root]),
    '--data',
    data,
    ...(options.hidden ? ['--hidden'] : []),
  ];
  const logged = readyLines(data).length;
  const app = await electron.launch({
    executablePath: options.executable ?? electronPath() ?? 'electron',
    args,
    env: { ...(process.env as Record<string, string>), BELFRY_NO_DIALOG: '1', BELFRY_DATA: data, ...options.env },
  });
  watch(app);
  let printed = '';
  const child = app.process();
  child.stdout?.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  // What is printed before Playwright hands the process over is lost; the log has it all the same.
  await waitFor(
    () => printed.includes('Belfry is ready.') || readyLines(data).length > logged,
    () => `no ready line in:\n${printed}`,
  );
  if (!printed.includes('Belfry is ready.')) printed += `${readyLines(data).at(-1)}\n`;
  const belfry = (...rest: string[]) => command(data, rest);
  return {
    ...{ app, data, belfry, printed: () => printed },
    window: async () => app.windows()[0] ?? app.firstWindow(),
    json: async (...rest) => JSON.parse((await belfry(...rest, '--json')).stdout),
    tray: () =>
      app.evaluate(
        ({ app: main }) => (main as unknown as { belfryTray: { model: { items: never } } }).belfryTray.model.items,
      ),
    clickTray: (...path) => clickTray(app, path),
    close: async () => {
      await tellFailure();
      await ended(child, 'SIGTERM');
    },
    kill: () => ended(child, 'SIGKILL'),
  };
}

/** Ends a process, if it has not ended already. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/**
 * Clicks a line of the tray's real menu, found by its labels, and as a turn of its own: what is asked from outside may
 * otherwise run in the midst of another event, where a person's click never does (Electron dies of it while a window goes).
 */
async function clickTray(app: ElectronApplication, path: string[]): Promise<void> {
  await app.evaluate(async ({ app: main }, labels) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    let { menu } = (main as unknown as { belfryTray: { menu: Electron.Menu } }).belfryTray;
    for (const [at, label] of labels.entries()) {
      const item = menu.items.find((candidate) => candidate.label === label);
      if (!item) throw new Error(`No “${label}” in the tray: ${menu.items.map((one) => one.label).join(' | ')}`);
      if (at === labels.length - 1) item.click();
      else menu = item.submenu as Electron.Menu;
    }
  }, path);
}

/** Runs the command line as a person would. */
export async function command(
  data: string,
  args: string[],
  input?: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, ...args, '--data', data], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Polls until `condition` holds; fails with `otherwise()` after `ms`. */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  otherwise: () => string | Promise<string> = () => 'the condition never held',
  ms = 45_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(await otherwise());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a promise is kept, whatever it brings. */
export const answers = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => true,
    () => false,
  );
