// npm run bench:app             start-up, memory and idle work of the application beside an empty Electron with a tray
// npm run bench:app -- --json   the same as JSON
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../electron/dev/build.mjs';
import { openDisplay } from '../../electron/dev/display.mjs';
import { electronPath, rootArguments } from '../../electron/dev/electron.mjs';
import { inRoot, ROOT } from '../../electron/dev/paths.mjs';

const STARTS = 5;
const JOBS = 1_000;
const SETTLE_MS = 10_000;
const IDLE_MS = 60_000;
const APPS = { belfry: ROOT, empty: inRoot('test', 'bench', 'app', 'empty') };
/** @typedef {keyof typeof APPS} Name */

await build();
const display = await openDisplay();
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts an application; resolves when it has said everything in `wanted`.
 * @param {Name} name
 * @param {string} folder
 * @param {string[]} args
 * @param {string[]} wanted names of marks
 */
async function launch(name, folder, args, wanted) {
  const env = { ...display.env, BENCH_STARTED_AT: String(Date.now()), BENCH_FOLDER: folder, BELFRY_NO_DIALOG: '1' };
  const own = name === 'belfry' ? ['--data', folder] : [];
  const hook = inRoot('test', 'bench', 'app', 'hook.cjs');
  const child = spawn(
    String(electronPath()),
    [...rootArguments(), '--log-level=3', '-r', hook, APPS[name], ...own, ...args],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  /** @type {Record<string, number>} */
  const marks = {};
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} never said ${wanted}.`)), 60_000);
    child.stdout.on('data', (text) => {
      for (const [, mark, ms] of String(text).matchAll(/bench (\w+) (\d+)/g)) marks[String(mark)] = Number(ms);
      if (wanted.every((mark) => mark in marks)) resolve(clearTimeout(timer));
    });
  });
  const close = () =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  // The hook closes the window as a person does.
  const closeWindow = () => child.kill('SIGUSR2');
  return { marks, pid: Number(child.pid), close, closeWindow };
}

/** Processes of a tree, by /proc. @param {number} root @returns {number[]} */
function treeOf(root) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      return stat === '' ? [] : [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    });
  const found = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (found.has(Number(pid)) || !found.has(Number(parent))) continue;
      found.add(Number(pid));
      grown = true;
    }
  }
  return [...found];
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** MB that the tree alone needs: shared pages count by share (PSS). @param {number} root */
const memoryOf = (root) =>
  treeOf(root).reduce(
    (sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  ) / 1024;

/** Processor ticks (1/100 s) of the tree so far. @param {number} root */
const ticksOf = (root) =>
  treeOf(root).reduce((sum, pid) => {
    const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    return sum + Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }, 0);

const median = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** @param {Name} name @param {string} folder */
async function measure(name, folder) {
  // The first start makes the store and warms the caches of the disk.
  const first = await launch(name, folder, [], ['tray', 'window']);
  if (name === 'belfry') await addJobs(folder);
  await first.close();
  const tray = [];
  const window = [];
  for (let start = 0; start < STARTS; start++) {
    const app = await launch(name, folder, [], ['tray', 'window']);
    tray.push(Number(app.marks.tray));
    window.push(Number(app.marks.window));
    await app.close();
  }
  const app = await launch(name, folder, ['--hidden'], ['tray']);
  await sleep(SETTLE_MS);
  const memoryMb = memoryOf(app.pid);
  const before = ticksOf(app.pid);
  await sleep(IDLE_MS);
  const idleShare = (ticksOf(app.pid) - before) / (IDLE_MS / 10);
  await app.close();
  const closed = await launch(name, folder, [], ['tray', 'window']);
  closed.closeWindow();
  await sleep(SETTLE_MS);
  const closedMb = memoryOf(closed.pid);
  await closed.close();
  return { trayMs: median(tray), windowMs: median(window), memoryMb, closedMb, idlePercent: idleShare * 100 };
}

/**
 * Makes jobs that ring on the first of January, so that they are armed and none rings meanwhile.
 * @param {string} folder a data folder with a Belfry at work
 */
function addJobs(folder) {
  return new Promise((resolve, reject) => {
    const socket = createConnection(join(folder, 'belfry.sock'));
    let left = JOBS;
    socket.once('error', reject);
    socket.on('data', (bytes) => {
      left -= String(bytes).match(/"ok":true/g)?.length ?? 0;
      if (left === 0) resolve(socket.end());
    });
    for (let id = 1; id <= JOBS; id++) {
      const action = { kind: 'command', run: { by: 'shell', line: 'true' } };
      const triggers = [{ kind: 'cron', expression: '0 0 1 1 *' }];
      socket.write(`${JSON.stringify({ id, name: 'jobs.create', input: { name: `job ${id}`, action, triggers } })}\n`);
    }
  });
}

/** @type {Record<string, Awaited<ReturnType<typeof measure>>>} */
const results = {};
const folders = [];
try {
  for (const name of /** @type {Name[]} */ (Object.keys(APPS))) {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
    folders.push(folder);
    results[name] = await measure(name, folder);
  }
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  display.close();
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else print();

function print() {
  const rows = [
    ['to the tray icon, ms', 'trayMs', 0],
    ['to a usable window, ms', 'windowMs', 0],
    [`memory in the tray, ${JOBS} jobs, MB`, 'memoryMb', 0],
    ['memory after the window was closed, MB', 'closedMb', 0],
    [`processor while idle, ${JOBS} jobs, %`, 'idlePercent', 2],
  ];
  console.log(`\n${''.padEnd(38)}${'Belfry'.padStart(9)}${'empty'.padStart(9)}${'ratio'.padStart(8)}`);
  for (const [label, key, digits] of rows) {
    const [own, empty] = [results.belfry, results.empty].map((row) => /** @type {any} */ (row)?.[String(key)] ?? 0);
    const ratio = empty > 0 ? (own / empty).toFixed(2) : '-';
    const text = (/** @type {number} */ n) => n.toFixed(Number(digits)).padStart(9);
    console.log(`${String(label).padEnd(38)}${text(own)}${text(empty)}${ratio.padStart(8)}`);
  }
}
