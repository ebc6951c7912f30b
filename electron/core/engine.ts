import type { Settings } from '#contract/settings.ts';
import { Admission } from './admission.ts';
import { Launcher } from './launcher.ts';
import type { Alarm, Announcer, Clock, Executor, Store, Timers } from './ports.ts';
import { Roster } from './roster.ts';
import { Runner } from './runner.ts';
import { Scheduler } from './scheduler.ts';

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
  random: () => number;
  report: (error: unknown) => void;
}

export interface Engine {
  scheduler: Scheduler;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
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
  const launcher = new Launcher({ clock, store, admission, runner, announcer, report, current });
  const scheduler = new Scheduler({ ...parts, roster, admission, launcher });
  return { scheduler, roster, admission, launcher, shutdown };

  async function shutdown(mode: 'stop' | 'wait'): Promise<void> {
    scheduler.halt();
    await launcher.drain();
    if (mode === 'stop') await Promise.all(launcher.liveIds.map((id) => launcher.stop(id, 'shutdown')));
    await launcher.settled();
  }
}
