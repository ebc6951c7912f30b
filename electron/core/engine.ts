import type { Settings } from '#contract/settings.ts';
import { Admission } from './admission.ts';
import { BandKeeper, BEAT_MS } from './bands.ts';
import { isWithin, unmet } from './conditions.ts';
import { EventTriggers } from './event-triggers.ts';
import { Launcher } from './launcher.ts';
import { Leftovers } from './leftovers.ts';
import { noticeSources } from './notice-sources.ts';
import { Notices } from './notices.ts';
import type {
  Alarm,
  Announcer,
  Clock,
  Executor,
  Notifier,
  ProcessKeeper,
  Store,
  Surroundings,
  Timers,
  WatchFiles,
} from './ports.ts';
import { Roster } from './roster.ts';
import { HURRY_MS, Runner } from './runner.ts';
import { Scheduler } from './scheduler.ts';
import { TestRuns } from './test-runs.ts';
import { Waking } from './waking.ts';

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
  notifier: Notifier;
  /** A time of day as the person reads it. */
  wallTime: (at: number) => string;
  random: () => number;
  /** What runs need before the first of them starts; those due meanwhile wait in line. Absent = nothing. */
  prepared?: Promise<unknown>;
  /** Takes known secrets out of what is kept. */
  mask: (text: string) => string;
  /** How often a sign of life is written, ms; absent = each minute. */
  beatMs?: number;
  report: (error: unknown) => void;
}

export interface Engine {
  scheduler: Scheduler;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
  leftovers: Leftovers;
  bands: BandKeeper;
  tests: TestRuns;
  /** Resolves when what runs need is there, or is known not to come: test runs are to wait for it as well. */
  prepared: Promise<void>;
  /**
   * Stops bells, drops what waits; awaits what runs (`wait`), stops it (`stop`), or stops it for a system that will not wait
   * long (`hurry`). Resolves when nothing is left. Asked again meanwhile, it goes on as the last one says.
   */
  shutdown(mode: ShutdownMode): Promise<void>;
}

export type ShutdownMode = 'wait' | 'stop' | 'hurry';

/** Puts the parts of the core together. */
export function createEngine(parts: EngineParts): Engine {
  const { clock, timers, store, report } = parts;
  // Notices hear what everybody hears.
  const announcer: Announcer = {
    ...parts.announcer,
    runs: (rows) => {
      parts.announcer.runs(rows);
      notices.hear(rows);
    },
  };
  const roster = new Roster();
  const admission = new Admission(parts.settings().concurrency ?? parts.defaultConcurrency);
  const runner = new Runner({
    ...{ clock, timers, store, announcer, report },
    execute: parts.execute,
    random: parts.random,
    outputCapBytes: () => parts.settings().outputCapBytes,
  });
  const notices = new Notices({
    ...{ clock, timers, report, notifier: parts.notifier, wallTime: parts.wallTime, ...noticeSources(store) },
    current: (jobId) => current(jobId),
    settings: () => parts.settings().notifications,
    isQuiet: () => {
      const { quietHours } = parts.settings();
      return quietHours !== null && isWithin(quietHours, clock.now(), parts.zone());
    },
  });
  const current = (jobId: number) => roster.jobs.get(jobId)?.job;
  const launcher = new Launcher({
    ...{ clock, timers, store, admission, runner, announcer, report, current },
    unmet: (job) => unmet(job, parts),
    isWaking: (cause) => waking.holds(cause),
    isPaused: (job) => [scheduler.pause, job.pause].some((pause) => pause !== null && pause.until > clock.now()),
    onEnd: (run) => events.ended(run),
  });
  const waking = new Waking({
    ...{ clock, timers, waitMs: () => parts.settings().wakeWaitMs },
    onOver: () => launcher.look(),
  });
  parts.surroundings.onTold(() => launcher.look());
  const leftovers = new Leftovers({ store, timers, announcer, report, processes: parts.processes });
  const events: EventTriggers = new EventTriggers({
    ...{ report, watchFiles: parts.watchFiles },
    fire: (fired) => void scheduler.fire(fired),
  });
  const bands = new BandKeeper({
    ...{ clock, timers, store, report, beatMs: parts.beatMs ?? BEAT_MS },
    onJump: announcer.clock,
  });
  const scheduler = new Scheduler({
    ...parts,
    announcer,
    roster,
    admission,
    launcher,
    events,
    leftovers,
    bands,
    waking,
  });
  const tests = new TestRuns({
    ...{ clock, timers, execute: parts.execute },
    onOutput: announcer.testOutput,
    onEnd: announcer.testEnd,
  });
  const prepared = parts.prepared ? holdUntil(parts.prepared) : Promise.resolve();
  return { scheduler, roster, admission, launcher, leftovers, bands, tests, prepared, shutdown };

  function holdUntil(arrival: Promise<unknown>): Promise<void> {
    const letIn = () => {
      admission.openDoor();
      launcher.pump();
    };
    admission.shutDoor();
    return arrival.then(letIn, letIn);
  }

  async function shutdown(mode: ShutdownMode): Promise<void> {
    scheduler.halt();
    // What a wake has settled starts when it is on disk, and is then known to run.
    await scheduler.idle();
    const tried = tests.stopAll();
    launcher.leaveHeld();
    await launcher.drain();
    const graceMs = mode === 'hurry' ? HURRY_MS : undefined;
    if (mode !== 'wait') await Promise.all(launcher.liveIds.map((id) => launcher.stop(id, 'shutdown', graceMs)));
    await launcher.settled();
    notices.halt();
    await bands.beat();
    await tried;
  }
}
