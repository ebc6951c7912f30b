import { belfryOnDisk } from './belfry.ts';
import { calculators } from './calculators.ts';
import { contestants } from './contestants.ts';

/** One measurement in a process of its own: `child MODE NAME ...`. Says what it found in lines of JSON. */
const [mode = '', name = '', ...rest] = process.argv.slice(2);
const say = (line: object) => console.log(JSON.stringify(line));
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Far away, whenever this runs. */
const ONCE_A_YEAR = '0 0 1 1 *';
/** How long the slowest may ring on. */
const PATIENCE_MS = 30_000;

/** `ring NAME COUNT LEAD`: all due in the same second, `LEAD` ms from now. */
async function ring(count: number, lead: number): Promise<void> {
  const due = Math.ceil((Date.now() + lead) / 1000) * 1000;
  const at = new Date(due);
  const late: number[] = [];
  let written = 0;
  const onDisk = name === 'belfry on disk';
  const report = () => {
    late.sort((a, b) => a - b);
    const share = (part: number) => late[Math.min(late.length - 1, Math.floor(late.length * part))] ?? null;
    const runsPerS = onDisk ? (written * 1000) / (Date.now() - due) : undefined;
    say({ rang: late.length, p50: share(0.5), p99: share(0.99), max: share(1), runsPerS });
    leave();
  };
  const onRing = () => {
    late.push(Date.now() - due);
    if (late.length === count && !onDisk) report();
  };
  const onEnded = () => {
    if (++written === count) report();
  };
  const expression = `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
  let cleanUp = () => {};
  const leave = () => {
    cleanUp();
    process.exit(0);
  };
  if (onDisk) cleanUp = await belfryOnDisk(count, expression, onRing, onEnded);
  else await arm(count, expression, onRing);
  if (Date.now() > due - 500) {
    // Armed too late to be measured.
    say({ late: true });
    leave();
  }
  setTimeout(report, due - Date.now() + PATIENCE_MS);
}

/** `arm NAME COUNT`: time, and what the process grows by. */
async function measureArming(count: number): Promise<void> {
  const memory = () => {
    globalThis.gc?.();
    return process.memoryUsage().rss;
  };
  const before = memory();
  const since = performance.now();
  await arm(count, ONCE_A_YEAR, () => {});
  const armMs = performance.now() - since;
  say({ armMs, bytesPerJob: Math.max(0, memory() - before) / count });
  process.exit(0);
}

/** `next NAME EXPRESSION ZONE`: µs for one calculation of what comes next, over chains of 50. */
function measureNext(expression: string, zone: string): void {
  const STEPS = 50;
  const steps = calculators[name]?.(expression, zone);
  if (!steps) throw new Error(`${name} calculates nothing.`);
  try {
    // Warm, as in a process that runs all day.
    for (const end = performance.now() + 200; performance.now() < end; ) steps(STEPS);
    const since = performance.now();
    let rounds = 0;
    for (; performance.now() - since < 300; rounds++) steps(STEPS);
    say({ us: ((performance.now() - since) * 1000) / (rounds * STEPS) });
  } catch (error) {
    // Not every library finds what is years away.
    say({ us: null, error: String(error) });
  }
  process.exit(0);
}

/** `listen NAME EXPRESSION`: says each ring of one job with the wall clock it sees, until it is killed. */
async function listen(expression: string): Promise<void> {
  await arm(1, expression, () => say({ wall: Date.now() }));
  setInterval(() => {}, 60_000);
}

/** `idle NAME COUNT SECONDS`: ms of processor time while nothing is due. */
async function idle(count: number, seconds: number): Promise<void> {
  await arm(count, ONCE_A_YEAR, () => {});
  globalThis.gc?.();
  await sleep(3_000);
  const before = process.cpuUsage();
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  say({ cpuMs: (user + system) / 1000 });
  process.exit(0);
}

async function arm(count: number, expression: string, onRing: () => void): Promise<void> {
  const contestant = contestants[name];
  if (!contestant) throw new Error(`There is no contestant ${name}.`);
  await contestant(count, expression, onRing, (told) => say({ told }));
}

const [first = '', second = ''] = rest;
if (mode === 'ring') await ring(Number(first), Number(second));
else if (mode === 'arm') await measureArming(Number(first));
else if (mode === 'next') measureNext(first, second);
else if (mode === 'listen') await listen(first);
else if (mode === 'idle') await idle(Number(first), Number(second));
else throw new Error(`Nothing is measured by ${mode}.`);
