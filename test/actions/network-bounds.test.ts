import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createExecutor } from '#actions/index.ts';
import { action } from '#contract/action.ts';
import { jobDraft } from '#contract/job.ts';
import type { NewRun } from '#core/ports.ts';
import { Runner } from '#core/runner.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { openStore } from '#store/index.ts';
import { OutputBuffer } from '#store/output-buffer.ts';
import { tempFolder } from '../support/temp.ts';
import { run, until } from './begin.ts';
import { noSecrets } from './kept-secrets.ts';
import { mailServer } from './mail-server.ts';
import { web } from './web-server.ts';

const CAP = 10 * 1024 * 1024;
/** `npm run leaks` makes 1,000 of each. */
const RUNS = Number(process.env.LEAK_RUNS ?? 200);

it('a body of 5 GB takes no more memory than one of 200 MB', { timeout: 300_000 }, async () => {
  const port = await floodServer();
  const peak = async (bytes: number) => {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const kept = new OutputBuffer(1, CAP);
    const { done } = execute(action.parse({ kind: 'http', url: `http://127.0.0.1:${port}/${bytes}` }), {
      ...{ runId: 1, attempt: 1, environment: {}, workingDirectory: null },
      output: (stream, piece) => kept.write(stream, piece, 0),
    });
    expect(await done).toEqual({ exitCode: null, signal: null, error: null });
    clearInterval(watch);
    expect(kept.bytes).toBeGreaterThan(bytes);
    return most;
  };
  // The first loads and compiles what the others find ready.
  await peak(200_000_000);
  const small = await peak(200_000_000);
  expect((await peak(5_000_000_000)) - small).toBeLessThan(50_000_000);
});

it('a body beyond the cap takes no more of the disk', { timeout: 120_000 }, async () => {
  const port = await floodServer();
  const folder = await tempFolder();
  const { follow, store } = await runs(folder);
  const { id, status, error } = await follow(`http://127.0.0.1:${port}/1000000000`);
  expect({ status, error }).toEqual({ status: 'success', error: null });
  const { outputBytes = 0, outputDropped = 0 } = (await store.runs.get(id))?.run ?? {};
  expect(outputBytes).toBeGreaterThan(1e9);
  expect(outputBytes - outputDropped).toBeLessThanOrEqual(CAP);
  // The write-ahead log holds the tail as often as it was rewritten since the last checkpoint.
  const disk = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(disk).toBeLessThan(10 * CAP);
  await store.close();
});

const execute = createExecutor({
  ...{ jobsFolder: '', functionHost: '', sqlHost: '', nodePath: '', homeFolder: '/', baseEnvironment: () => ({}) },
  secrets: noSecrets,
});

/** The runner, the store and the executor of the application; `follow` sees a request through. */
async function runs(folder: string) {
  const store = await openStore(folder);
  const runner = new Runner({
    ...{ clock: systemClock, timers: systemTimers, store, random: Math.random, outputCapBytes: () => CAP, execute },
    announcer: {
      runs: () => {},
      jobs: () => {},
      scheduler: () => {},
      clock: () => {},
      output: () => {},
      testOutput: () => {},
      testEnd: () => {},
    },
    report: (error) => console.error(error),
  });
  const follow = async (url: string) => {
    const now = Date.now();
    const job = await store.jobs.create(jobDraft.parse({ name: url, action: { kind: 'http', url } }), now, null);
    const row: NewRun = {
      ...{ jobId: job.id, triggerId: null, dueAt: now, dueUntil: now, count: 1, status: 'running', cause: 'by-hand' },
      ...{ reason: null, attempts: 1, startedAt: now },
    };
    const [begun] = await store.settle({ runs: [row], cursors: [], nextRuns: [] });
    if (!begun) throw new Error('The run was not stored.');
    return runner.follow(runner.begin(begun, job));
  };
  return { follow, store };
}

async function floodServer(): Promise<number> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'flood-server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill());
  return new Promise((resolve) => server.stdout.once('data', (text) => resolve(Number(text))));
}

describe.runIf(existsSync('/proc/self/fd'))('many runs leave no descriptor and no socket behind', () => {
  const open = () => readdirSync('/proc/self/fd').length;
  /** Descriptors after the first runs, which load what is loaded once, and after RUNS more. */
  const counted = async (one: () => Promise<unknown>) => {
    for (let n = 0; n < 10; n += 1) await one();
    const before = open();
    for (let n = 0; n < RUNS / 10; n += 1) await Promise.all(Array.from({ length: 10 }, one));
    // The servers are in this process too: their ends close a moment later.
    for (let tries = 0; tries < 100 && open() > before; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return open() - before;
  };

  it('of requests that succeed, fail and break off', async () => {
    const { origin, sockets } = await web(({ url }, response) => {
      if (url === '/broken') response.write('half', () => response.destroy());
      else if (url === '/away') response.writeHead(302, { location: '/there' }).end('elsewhere');
      else response.writeHead(url === '/bad' ? 500 : 200).end('hello');
    });
    const paths = ['/', '/bad', '/broken', '/away'];
    let turn = 0;
    const one = () => run(action.parse({ kind: 'http', url: origin + paths[turn++ % paths.length] }));
    expect(await counted(one)).toBeLessThanOrEqual(0);
    await until(() => sockets.size === 0);
  });

  it('of mails that are taken and refused', async () => {
    const { account, connections } = await mailServer();
    const to = ['team@there.test', 'nobody@there.test'];
    let turn = 0;
    const one = () => run(action.parse({ kind: 'email', to: [to[turn++ % 2]] }), { mailAccount: () => account });
    expect(await counted(one)).toBeLessThanOrEqual(0);
    await until(() => connections.size === 0);
  });
});
