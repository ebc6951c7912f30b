import { CronJob } from 'cron';
import { Cron } from 'croner';
import cron from 'node-cron';
import schedule from 'node-schedule';
import type { Job } from '#contract/job.ts';
import { jobDraft } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { settings } from '#contract/settings.ts';
import { createEngine } from '#core/engine.ts';
import type { NewRun, Store } from '#core/ports.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';

/** Arms `count` jobs on one cron expression (UTC); `ring` is called at each. Resolves when all are armed. */
export type Contestant = (count: number, expression: string, ring: () => void) => Promise<void>;

export const contestants: Record<string, Contestant> = {
  belfry,
  'node-schedule': async (count, rule, ring) => {
    for (let at = 0; at < count; at++) schedule.scheduleJob(`job ${at}`, { rule, tz: 'Etc/UTC' }, ring);
  },
  croner: async (count, expression, ring) => {
    for (let at = 0; at < count; at++) new Cron(expression, { timezone: 'Etc/UTC' }, ring);
  },
  'node-cron': async (count, expression, ring) => {
    for (let at = 0; at < count; at++) cron.schedule(expression, ring, { timezone: 'Etc/UTC' });
  },
  cron: async (count, cronTime, onTick) => {
    for (let at = 0; at < count; at++) CronJob.from({ cronTime, onTick, start: true, timeZone: 'Etc/UTC' });
  },
};

/** The engine as it ships, its alarm and its clock, on a ledger that keeps nothing and an action that does nothing. */
async function belfry(count: number, expression: string, ring: () => void): Promise<void> {
  const draft = jobDraft.parse({ name: 'x', action: { kind: 'command', run: { by: 'shell', line: 'true' } } });
  const now = Date.now();
  const jobs = Array.from({ length: count }, (_, at): Job => {
    const triggers = [{ id: at + 1, spec: { kind: 'cron' as const, expression }, cursor: now }];
    return {
      ...draft,
      triggers,
      id: at + 1,
      nextRunAt: null,
      pause: null,
      skipUntil: null,
      createdAt: now,
      updatedAt: now,
    };
  });
  const defaults = settings.parse({});
  const engine = createEngine({
    ...{ clock: systemClock, timers: systemTimers, alarm: createAlarm(console.error), store: emptyStore(jobs) },
    execute: () => {
      ring();
      return { process: null, done: Promise.resolve({ exitCode: 0, signal: null, error: null }), stop() {}, kill() {} };
    },
    surroundings: { onMains: () => true, online: () => true, idleMs: () => 0 },
    watchFiles: () => () => {},
    processes: { isAlive: async () => false, end: async () => {} },
    announcer: { runs() {}, jobs() {}, scheduler() {}, output() {}, testOutput() {}, testEnd() {} },
    settings: () => defaults,
    ...{ zone: () => 'UTC', defaultConcurrency: 1_000_000, random: Math.random, report: console.error },
  });
  await engine.scheduler.start(true);
}

/** Answers as the ledger does and keeps nothing, so that the engine alone is measured. */
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
  const closed = Promise.resolve({ bytes: 0, dropped: 0 });
  const writer = { write() {}, close: () => closed };
  const ended = Promise.resolve({ id: 1, status: 'success' });
  const store = {
    settle: async ({ runs }: { runs: NewRun[] }) => runs.map(run),
    patchRun: () => ended,
    saveAttempt: () => nothing,
    interruptLeftovers: async () => [],
    jobs: { all: async () => jobs },
    output: { open: () => writer },
    settings: { pause: async () => null },
  };
  return store as unknown as Store;
}
