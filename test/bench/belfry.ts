import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, jobDraft } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { settings } from '#contract/settings.ts';
import { createEngine } from '#core/engine.ts';
import type { ActionHandle, Announcer, NewRun, Store } from '#core/ports.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { openStore } from '#store/index.ts';

/** An action that has nothing to do, and has done it. */
const NOTHING: ActionHandle = {
  process: null,
  done: Promise.resolve({ exitCode: 0, signal: null, error: null }),
  stop() {},
  kill() {},
};

function draft(expression: string, at: number) {
  const action = { kind: 'command', run: { by: 'shell', line: 'true' } } as const;
  return jobDraft.parse({ name: `job ${at}`, action, triggers: [{ kind: 'cron', expression }] });
}

/** The engine as it ships, its alarm and its clock, with an action that does nothing. */
async function startEngine(store: Store, ring: () => void, onRuns: Announcer['runs']): Promise<void> {
  const defaults = settings.parse({});
  const engine = createEngine({
    ...{ clock: systemClock, timers: systemTimers, alarm: createAlarm(console.error), store },
    execute: () => {
      ring();
      return NOTHING;
    },
    surroundings: { onMains: () => true, online: () => true, metered: () => false, onTold() {}, idleMs: () => 0 },
    notifier: { desktop() {}, email: async () => {}, webhook: async () => {}, ping: async () => {} },
    wallTime: String,
    watchFiles: () => () => {},
    processes: { isAlive: async () => false, end: async () => {} },
    announcer: { runs: onRuns, jobs() {}, scheduler() {}, clock() {}, output() {}, testOutput() {}, testEnd() {} },
    settings: () => defaults,
    ...{
      zone: () => 'UTC',
      defaultConcurrency: 1_000_000,
      random: Math.random,
      mask: (text) => text,
      report: console.error,
    },
  });
  await engine.scheduler.start(true);
}

/** On a ledger that keeps nothing, so that the engine alone is measured. `told` hears of occurrences that did not ring. */
export async function belfry(
  count: number,
  expression: string,
  ring: () => void,
  told: (count: number) => void,
): Promise<void> {
  const now = Date.now();
  const { triggers, ...same } = draft(expression, 0);
  const jobs = Array.from(
    { length: count },
    (_, at): Job => ({
      ...same,
      name: `job ${at}`,
      triggers: triggers.map((spec) => ({ id: at + 1, spec, cursor: now })),
      id: at + 1,
      nextRunAt: null,
      pause: null,
      skipUntil: null,
      createdAt: now,
      updatedAt: now,
    }),
  );
  await startEngine(emptyStore(jobs), ring, (runs) => {
    for (const run of runs) if (run.status === 'missed' || run.status === 'skipped') told(run.count);
  });
}

/** On the real ledger, in a folder of its own. `onEnded` hears of each run whose last row is on disk. Returns what removes the folder. */
export async function belfryOnDisk(
  count: number,
  expression: string,
  ring: () => void,
  onEnded: () => void,
): Promise<() => void> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const store = await openStore(folder);
  const now = Date.now();
  await Promise.all(Array.from({ length: count }, (_, at) => store.jobs.create(draft(expression, at), now, null)));
  await startEngine(store, ring, (runs) => {
    for (const run of runs) if (run.finishedAt !== null) onEnded();
  });
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Answers as the ledger does and keeps nothing. */
function emptyStore(jobs: Job[]): Store {
  let id = 0;
  const run = (row: NewRun): Run => ({
    id: ++id,
    jobId: row.jobId,
    job: 'x',
    triggerId: row.triggerId,
    dueAt: row.dueAt,
    dueUntil: row.dueUntil,
    count: row.count,
    startedAt: row.startedAt,
    finishedAt: null,
    status: row.status,
    cause: row.cause,
    reason: row.reason,
    attempt: 1,
    attempts: row.attempts,
    exitCode: null,
    signal: null,
    error: null,
    awakeMs: null,
    leftover: false,
    outputBytes: 0,
    outputDropped: 0,
  });
  const nothing = Promise.resolve();
  const ended = Promise.resolve({ id: 1, status: 'success' });
  const store = {
    settle: async ({ runs }: { runs: NewRun[] }) => runs.map(run),
    patchRun: () => ended,
    saveAttempt: () => nothing,
    interruptLeftovers: async () => [],
    settledAhead: async () => [],
    rewind: async () => [],
    jobs: { all: async () => jobs, setCursors: () => nothing },
    runs: { list: async () => ({ runs: [] }) },
    settings: {
      pause: async () => null,
      aliveAt: async () => null,
      setAliveAt: () => nothing,
      addClockJump: () => nothing,
    },
    bands: { record: () => nothing, cut: () => nothing },
  };
  return store as unknown as Store;
}
