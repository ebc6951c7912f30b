// npm run bench:app             start-up, memory and idle work of the application beside an empty Electron with a tray
// npm run bench:app -- --json   the same as JSON
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from '../../electron/dev/build.mjs';
import { openDisplay } from '../../electron/dev/display.mjs';
import { electronPath, rootArguments } from '../../electron/dev/electron.mjs';
import { inRoot, ROOT } from '../../electron/dev/paths.mjs';

const STARTS = 5;
const MEMORY_STARTS = 3;
const JOBS = 1_000;
/** What a first start makes; one of them rings each minute. */
const SAMPLES = ['Print hello', 'Print time'];
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

/**
 * MB that the tree would need if no other Electron shared files with it: its own pages, and each mapped file once, as
 * much of it as the process has in memory that has most.
 * @param {number} root
 */
function memoryOf(root) {
  let own = 0;
  /** @type {Map<string, number>} */
  const files = new Map();
  for (const pid of treeOf(root)) {
    own += Number(/^Pss_Anon:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
    for (const [file, kb] of filesOf(pid)) files.set(file, Math.max(files.get(file) ?? 0, kb));
  }
  return [...files.values()].reduce((sum, kb) => sum + kb, own) / 1024;
}

/** Kilobytes of each file that a process has in memory, without the pages it has written. @param {number} pid */
function filesOf(pid) {
  /** @type {Map<string, number>} */
  const files = new Map();
  let file = '';
  for (const line of read(`/proc/${pid}/smaps`).split('\n')) {
    const [, path] = /^[\da-f]+-[\da-f]+ \S+ \S+ \S+ \d+\s*(.*)$/.exec(line) ?? [];
    if (path !== undefined) file = path.startsWith('/') ? path : '';
    const [, name, kb] = /^(Rss|Anonymous):\s+(\d+)/.exec(line) ?? [];
    if (name && file !== '') files.set(file, (files.get(file) ?? 0) + (name === 'Rss' ? 1 : -1) * Number(kb));
  }
  return files;
}

/** Processor ticks (1/100 s) of the tree so far. @param {number} root */
const ticksOf = (root) =>
  treeOf(root).reduce((sum, pid) => {
    const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    return sum + Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }, 0);

const median = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/**
 * Both take turns, and idle side by side: whatever else the machine does, it does to both.
 * @param {{ name: Name, folder: string }[]} apps
 */
async function measure(apps) {
  /** @type {Record<string, { tray: number[], window: number[], data: number[], row: Record<string, number> }>} */
  const found = Object.fromEntries(apps.map(({ name }) => [name, { tray: [], window: [], data: [], row: {} }]));
  for (const { name, folder } of apps) {
    // The first start makes the store and warms the caches of the disk.
    const first = await launch(name, folder, [], ['tray', 'window']);
    if (name === 'belfry') await addJobs(folder);
    await first.close();
  }
  for (let start = 0; start < STARTS; start++) {
    for (const { name, folder } of apps) {
      const { marks, close } = await launch(name, folder, [], ['tray', 'window', 'data']);
      found[name]?.tray.push(Number(marks.tray));
      found[name]?.window.push(Number(marks.window));
      found[name]?.data.push(Number(marks.data));
      await close();
    }
  }
  const together = (/** @type {string[]} */ args, /** @type {string[]} */ wanted) =>
    Promise.all(apps.map(async ({ name, folder }) => ({ name, ...(await launch(name, folder, args, wanted)) })));
  const note = (/** @type {Name} */ name, /** @type {Record<string, number>} */ figures) =>
    Object.assign(found[name]?.row ?? {}, figures);

  /** @type {Record<string, number[]>} */
  const hiddenMb = Object.fromEntries(apps.map(({ name }) => [name, []]));
  const hide = async () => {
    const started = await together(['--hidden'], ['tray']);
    await sleep(SETTLE_MS);
    for (const { name, pid } of started) hiddenMb[name]?.push(memoryOf(pid));
    return started;
  };
  // Whether Chromium's process for graphics loads Mesa's compiler (35 MB) is up to chance: the median of several.
  for (let start = 1; start < MEMORY_STARTS; start++) for (const { close } of await hide()) await close();
  const hidden = await hide();
  for (const { name, pid } of hidden) note(name, { memoryMb: median(hiddenMb[name] ?? []), ticks: ticksOf(pid) });
  await sleep(IDLE_MS);
  for (const { name, pid } of hidden)
    note(name, { idlePercent: ((ticksOf(pid) - Number(found[name]?.row.ticks)) / (IDLE_MS / 10)) * 100 });
  for (const { close } of hidden) await close();

  /** @type {Record<string, number[]>} */
  const closedMb = Object.fromEntries(apps.map(({ name }) => [name, []]));
  for (let start = 0; start < MEMORY_STARTS; start++) {
    const closed = await together([], ['tray', 'window', 'data']);
    for (const { closeWindow } of closed) closeWindow();
    await sleep(SETTLE_MS);
    for (const { name, pid } of closed) closedMb[name]?.push(memoryOf(pid));
    for (const { close } of closed) await close();
  }
  for (const { name } of apps) note(name, { closedMb: median(closedMb[name] ?? []) });

  return Object.fromEntries(
    Object.entries(found).map(
      ([
        name,
        {
          tray,
          window,
          data,
          row: { ticks: _, ...row },
        },
      ]) => [name, { trayMs: median(tray), windowMs: median(window), dataMs: median(data), ...row }],
    ),
  );
}

/**
 * Makes jobs that ring on the first of January, and takes the samples away: all are armed, and none rings meanwhile.
 * @param {string} folder a data folder with a Belfry at work
 */
async function addJobs(folder) {
  const address = join(folder, 'belfry.sock');
  // The window can be used a moment before.
  while (!existsSync(address)) await sleep(50);
  await askAll(
    address,
    'jobs.remove',
    SAMPLES.map((job) => ({ job })),
  );
  const action = { kind: 'command', run: { by: 'shell', line: 'true' } };
  const triggers = [{ kind: 'cron', expression: '0 0 1 1 *' }];
  const drafts = Array.from({ length: JOBS }, (_, at) => ({ name: `job ${at + 1}`, action, triggers }));
  await askAll(address, 'jobs.create', drafts);
}

/**
 * Asks the same with each of `inputs`; resolves when all is answered.
 * @param {string} address
 * @param {string} name of a request
 * @param {object[]} inputs
 */
function askAll(address, name, inputs) {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    let left = inputs.length;
    socket.once('error', reject);
    createInterface(socket).on('line', (line) => {
      const { ok, error } = JSON.parse(line);
      if (!ok) reject(new Error(`${name}: ${error.message}`));
      if (--left === 0) resolve(socket.end());
    });
    for (const [id, input] of inputs.entries()) socket.write(`${JSON.stringify({ id, name, input })}\n`);
  });
}

const apps = /** @type {Name[]} */ (Object.keys(APPS)).map((name) => ({
  name,
  folder: mkdtempSync(join(tmpdir(), 'belfry-bench-')),
}));
/** @type {Record<string, Record<string, number>>} */
let results = {};
try {
  results = await measure(apps);
} finally {
  for (const { folder } of apps) rmSync(folder, { recursive: true, force: true });
  display.close();
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else print();

/** @typedef {{ under?: number, ratio?: number }} Goal the most that it may be, alone and beside the empty one */

function print() {
  /** @type {[label: string, key: string, digits: number, goal: Goal][]} */
  const rows = [
    ['to the tray icon, ms', 'trayMs', 0, { under: 1_500, ratio: 1.5 }],
    ['to a usable window, ms', 'windowMs', 0, { under: 2_500, ratio: 1.5 }],
    ['to the first data in it, ms', 'dataMs', 0, {}],
    [`memory in the tray, ${JOBS} jobs, MB`, 'memoryMb', 0, { ratio: 1.3 }],
    ['memory after the window was closed, MB', 'closedMb', 0, { ratio: 1.3 }],
    [`processor while idle, ${JOBS} jobs, %`, 'idlePercent', 2, { under: 0.5 }],
  ];
  const line = (/** @type {string[]} */ [label = '', ...cells]) =>
    console.log(`${label.padEnd(38)}${cells.map((cell) => cell.padStart(9)).join('')}`);
  line(['', 'Belfry', 'empty', 'ratio', 'goal', '']);
  for (const [label, key, digits, goal] of rows) {
    const [own = 0, empty = 0] = [results.belfry, results.empty].map((row) => row?.[key]);
    const ratio = empty > 0 ? own / empty : Number.NaN;
    line([label, own.toFixed(digits), empty.toFixed(digits), ratio.toFixed(2), wordsOf(goal), judge(goal, own, ratio)]);
  }
}

/** @param {Goal} goal */
function wordsOf({ under, ratio }) {
  return ratio !== undefined ? `x ${ratio}` : under !== undefined ? `< ${under}` : '';
}

/** @param {Goal} goal @param {number} own @param {number} ratio */
function judge(goal, own, ratio) {
  if (goal.under === undefined && goal.ratio === undefined) return '';
  return own < (goal.under ?? Infinity) && !(ratio > (goal.ratio ?? Infinity)) ? 'met' : 'missed';
}
