import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.ts';
import { step as measureStep, stop as measureStop, STEP_WATCH_S, STOP_S, type Step, type Stop } from './endurance.ts';
import { ARM_LIMIT_S, type Arm, arm, IDLE_S, type Idle, idle, type Next, next, type Ring, ring } from './speed.ts';
import { printTable } from './table.ts';

const PARTS = ['ring', 'arm', 'next', 'stop', 'step', 'idle'] as const;
type Part = (typeof PARTS)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    jobs: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    against: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !PARTS.includes(name as Part));
const given = values.jobs?.split(',').map(Number);
const rounds = Number(values.rounds);
const names = Object.keys(contestants).filter(
  (name) => name === 'belfry' || !values.against || values.against.split(',').includes(name),
);
const isCount = (count: number) => Number.isInteger(count) && count > 0;
if (unknown.length > 0 || ![rounds, ...(given ?? [])].every(isCount)) {
  console.error(
    `Usage: npm run bench -- [${PARTS.join('] [')}] [--json] [--jobs 100,1000] [--rounds 3] [--against croner,cron]`,
  );
  process.exit(2);
}
const chosen: readonly string[] = positionals.length > 0 ? positionals : PARTS;
const wants = (part: Part) => chosen.includes(part);

const conditions = {
  at: new Date().toISOString(),
  node: process.version,
  cores: availableParallelism(),
  loadBefore: Number(loadavg()[0]?.toFixed(2)),
};
// What measures speed runs alone; what waits for clocks runs side by side.
const results: { ring?: Ring[]; arm?: Arm[]; next?: Next[]; stop?: Stop[]; step?: Step[]; idle?: Idle[] } = {};
if (wants('ring')) results.ring = await ring(names, given ?? [100, 1_000, 5_000], rounds);
if (wants('arm')) results.arm = await arm(names, given ?? [1_000, 10_000, 100_000]);
if (wants('next')) results.next = await next(names);
await Promise.all([
  wants('stop') && measureStop(names).then((rows) => Object.assign(results, { stop: rows })),
  wants('step') && measureStep(names).then((rows) => Object.assign(results, { step: rows })),
  wants('idle') && idle().then((rows) => Object.assign(results, { idle: rows })),
]);

if (values.json) console.log(JSON.stringify({ conditions, ...results }, null, 2));
else print();

function print(): void {
  const { at, node, cores, loadBefore } = conditions;
  console.log(`${at}, Node ${node}, ${cores} cores, load before ${loadBefore}. × is how many times Belfry's.`);
  if (results.ring) {
    const title = `Lateness of no-op jobs due in the same second, ms (the middle of ${rounds} rounds)`;
    const columns = [
      { head: 'jobs', of: (row: Ring) => row.jobs },
      { head: 'rang', of: (row: Ring) => row.rang },
      { head: 'p50', of: (row: Ring) => row.p50, compared: true },
      { head: 'p99', of: (row: Ring) => row.p99, compared: true },
      { head: 'max', of: (row: Ring) => row.max, compared: true },
      { head: 'runs a second', of: (row: Ring) => row.runsPerS },
    ];
    printTable(title, results.ring, columns, ({ jobs }) => jobs);
  }
  if (results.arm) {
    const columns = [
      { head: 'jobs', of: (row: Arm) => row.jobs },
      { head: 'ms', of: (row: Arm) => row.armMs ?? `over ${ARM_LIMIT_S} s`, compared: true },
      { head: 'bytes a job', of: (row: Arm) => row.bytesPerJob, compared: true },
    ];
    printTable(`Time to arm and memory (at most ${ARM_LIMIT_S} s each)`, results.arm, columns, ({ jobs }) => jobs);
  }
  if (results.next) {
    const columns = [
      { head: 'schedule', of: (row: Next) => row.expression },
      { head: 'zone', of: (row: Next) => row.zone },
      { head: 'µs', of: (row: Next) => row.us, compared: true },
    ];
    printTable('One calculation of the next run', results.next, columns, (row) => `${row.expression} ${row.zone}`);
  }
  if (results.stop) {
    printTable(`A job each second, the process stopped for ${STOP_S} s`, results.stop, [
      { head: 'rings in the first second', of: (row) => row.atOnce },
      { head: 'caught up', of: (row) => row.caughtUp },
      { head: 'said to be missed', of: (row) => row.told },
      { head: 'lost in silence', of: (row) => row.lost },
      { head: 'rhythm back', of: (row) => row.rhythm },
    ]);
  }
  if (results.step) {
    printTable(`A job each minute, the clock set by an hour, watched for ${STEP_WATCH_S} s`, results.step, [
      { head: 'clock', of: (row) => (row.hours > 0 ? '+1 h' : '-1 h') },
      { head: 'rings at once', of: (row) => row.atOnce },
      { head: 'at the next minute', of: (row) => row.nextMinute },
      { head: 'silent, s', of: (row) => row.silentS ?? `over ${STEP_WATCH_S}` },
      { head: 'rings', of: (row) => row.rings },
    ]);
  }
  if (results.idle) {
    printTable(`Processor time over ${IDLE_S} s in which nothing is due`, results.idle, [
      { head: 'jobs', of: (row) => row.jobs },
      { head: 'ms', of: (row) => row.cpuMs },
    ]);
  }
}
