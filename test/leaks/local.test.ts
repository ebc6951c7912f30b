import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { createExecutor } from '#actions/index.ts';
import { type Action, action } from '#contract/action.ts';
import type { Executor } from '#core/ports.ts';
import { functionHost } from '../actions/begin.ts';
import { noSecrets } from '../actions/kept-secrets.ts';
import { buildSqlHost } from '../actions/sql-host.ts';
import { tempFolder } from '../support/temp.ts';
import { countLeft } from './count.ts';

/** `npm run leaks` makes 1,000 of each. */
const RUNS = Number(process.env.LEAK_RUNS ?? 50);
/** How many run at once. */
const LANES = 8;

let sqlHost: string;
beforeAll(async () => {
  sqlHost = await buildSqlHost();
}, 60_000);

/** Kinds of runs that end in different ways; in turn. */
const KINDS: Record<string, object[]> = {
  command: [
    { kind: 'command', run: { by: 'shell', line: 'echo hello' } },
    { kind: 'command', run: { by: 'shell', line: 'exit 3' } },
    { kind: 'command', run: { by: 'shell', line: 'sleep 600 & echo left behind' } },
    { kind: 'command', run: { by: 'program', program: 'no-such-program' } },
    { kind: 'command', run: { by: 'program', program: 'head', args: ['-c', '1000000', '/dev/zero'] } },
  ],
  script: [
    { kind: 'script', interpreter: 'sh', text: 'echo hello\nexit 4' },
    { kind: 'script', interpreter: 'bash', text: 'sleep 600 &\necho left behind' },
    { kind: 'script', interpreter: 'no-such-interpreter', text: 'x' },
    { kind: 'script', interpreter: 'sh', text: 'rm "$0"; kill -SEGV $$' },
  ],
  sql: [
    { kind: 'sql', database: { engine: 'sqlite', file: 'a.db', create: true }, statements: 'SELECT 1' },
    { kind: 'sql', database: { engine: 'sqlite', file: 'a.db', create: true }, statements: 'SELECT * FROM nope' },
    { kind: 'sql', database: { engine: 'sqlite', file: 'none.db' }, statements: 'SELECT 1' },
    { kind: 'sql', database: { engine: 'postgres', url: 'postgres://127.0.0.1:1/x' }, statements: 'SELECT 1' },
  ],
  function: [
    { kind: 'function', module: 'm.mjs', export: 'ok' },
    { kind: 'function', module: 'm.mjs', export: 'boom' },
    { kind: 'function', module: 'm.mjs', export: 'leaves' },
    { kind: 'function', module: 'none.mjs', export: 'x' },
  ],
};
const MODULE = `import { spawn } from 'node:child_process';
export const ok = () => 1;
export const boom = () => { throw new Error('no'); };
export function leaves() { spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref(); process.exit(5); }`;
/** Runs that are stopped while they go on, politely or not. */
const STOPPED: object = { kind: 'command', run: { by: 'shell', line: 'sleep 600' } };

it.each(Object.keys(KINDS))(
  '%s: nothing is left of many runs',
  async (kind) => {
    const folder = await tempFolder();
    // Others use the system's folder for temporary files meanwhile.
    vi.stubEnv('TMPDIR', join(folder, 'tmp'));
    onTestFinished(() => void vi.unstubAllEnvs());
    mkdirSync(join(folder, 'tmp'));
    writeFileSync(join(folder, 'm.mjs'), MODULE);
    const execute = createExecutor({
      secrets: noSecrets,
      ...{ jobsFolder: folder, functionHost, sqlHost, nodePath: process.execPath, homeFolder: folder },
      baseEnvironment: () => ({
        ...{ PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: join(folder, 'tmp') },
        LEAK_TEST: String(process.pid),
      }),
    });
    const actions = (KINDS[kind] ?? []).map((one) => action.parse(one));
    // What the first runs open for good, such as the folder of scripts, is no leak.
    for (const one of actions) await runOne(execute, one, 0);
    const places = [join(folder, '.scripts'), folder];
    const before = countLeft(places);
    let next = 0;
    const lane = async () => {
      for (let at = next++; at < RUNS; at = next++) {
        const one = at % 25 === 24 ? action.parse(STOPPED) : (actions[at % actions.length] as Action);
        await runOne(execute, one, at);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const after = countLeft(places);
    expect(next).toBeGreaterThanOrEqual(RUNS);
    expect(after.processes).toEqual(before.processes);
    expect(after.descriptors).toBe(before.descriptors);
    expect(after.files).toEqual(before.files);
  },
  3_600_000,
);

async function runOne(execute: Executor, what: Action, at: number): Promise<void> {
  const handle = execute(what, {
    ...{ runId: at + 1, attempt: 1, environment: {}, workingDirectory: null },
    output: () => {},
  });
  if (at % 25 === 24) setTimeout(() => (at % 50 === 24 ? handle.stop() : handle.kill()), 20);
  await handle.done;
}
