import type { Job } from '#contract/job.ts';
import type { Settings } from '#contract/settings.ts';
import { Admission } from './admission.ts';
import { isFree, unmet } from './conditions.ts';
import { EventTriggers } from './event-triggers.ts';
import { Launcher } from './launcher.ts';
import { Leftovers } from './leftovers.ts';
import type {
  Alarm,
  Announcer,
  Clock,
  Executor,
  ProcessKeeper,
  Store,
  Surroundings,
  Timers,
  WatchFiles,
} from './ports.ts';
import { Roster } from './roster.ts';
import { Runner } from './runner.ts';
import { Scheduler } from './scheduler.ts';
import { TestRuns } from './test-runs.ts';

export interface EngineParts {
  clock: Clock;
  timers: Timers;
  alarm: Alarm;
  store: Store;
  execute: Executor;
  announcer: Announcer;
  settings: () => Settings;
  /** The zone of jobs that name none. */
  zone: () => string;
  /** How many runs may go on at once when the settings do not say. */
  defaultConcurrency: number;
  surroundings: Surroundings;
  watchFiles: WatchFiles;
  processes: ProcessKeeper;
  random: () => number;
  report: (error: unknown) => void;
}

export interface Engine {
  scheduler: Scheduler;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
  leftovers: Leftovers;
  tests: TestRuns;
  /** Stops bells, drops what waits, stops (`stop`) or awaits (`wait`) what runs; resolves when nothing is left. */
  shutdown(mode: 'stop' | 'wait'): Promise<void>;
}

/** Puts the parts of the core together. */
export function createEngine(parts: EngineParts): Engine {
  const { clock, timers, store, announcer, report } = parts;
  const roster = new Roster();
  const admission = new Admission(parts.settings().concurrency ?? parts.defaultConcurrency);
  const runner = new Runner({
    ...{ clock, timers, store, announcer, report },
    execute: parts.execute,
    random: parts.random,
    outputCapBytes: () => parts.settings().outputCapBytes,
  });
  const current = (jobId: number) => roster.jobs.get(jobId)?.job;
  const unmetBy = ({ policy, zone }: Job) =>
    isFree(policy.conditions)
      ? null
      : unmet(policy.conditions, parts.surroundings, clock.now(), parts.settings().quietHours, zone ?? parts.zone());
  const launcher = new Launcher({
    ...{ clock, timers, store, admission, runner, announcer, report, current },
    unmet: unmetBy,
    onEnd: (run) => events.ended(run),
  });
  const leftovers = new Leftovers({ store, timers, announcer, report, processes: parts.processes });
  const events: EventTriggers = new EventTriggers({
    ...{ report, watchFiles: parts.watchFiles },
    fire: (fired) => void scheduler.fire(fired),
  });
  const scheduler = new Scheduler({ ...parts, roster, admission, launcher, events, leftovers });
  const tests = new TestRuns({
    ...{ clock, timers, execute: parts.execute },
    onOutput: announcer.testOutput,
    onEnd: announcer.testEnd,
  });
  return { scheduler, roster, admission, launcher, leftovers, tests, shutdown };

  async function shutdown(mode: 'stop' | 'wait'): Promise<void> {
    scheduler.halt();
    const tried = tests.stopAll();
    await launcher.drain();
    if (mode === 'stop') await Promise.all(launcher.liveIds.map((id) => launcher.stop(id, 'shutdown')));
    await launcher.settled();
    await tried;
  }
}
