import type { ClockJump } from '#contract/band.ts';
import { type JobDraftInput, jobDraft } from '#contract/job.ts';
import type { Run, TestEnd } from '#contract/run.ts';
import { type Settings, type SettingsChanges, settings as settingsSchema } from '#contract/settings.ts';
import { createEngine, type Engine } from '#core/engine.ts';
import type { ActionContext, Announcer, Executor, Notifier, Outcome, Store } from '#core/ports.ts';
import { openStore } from '#store/index.ts';
import { FakeTime } from './fake-time.ts';
import { tempFolder } from './temp.ts';

export const OK: Outcome = { exitCode: 0, signal: null, error: null };

export interface Started {
  context: ActionContext;
  at: number;
  line: string;
  stopped: boolean;
  killed: boolean;
  finish(outcome?: Outcome): void;
  /** Called when the action is asked to stop. */
  onStop: () => void;
}

/** The whole core on a real SQLite store and a fake clock; actions end at once unless `hold` says otherwise. */
export class World {
  readonly started: Started[] = [];
  readonly reports: unknown[] = [];
  /** When the clock was told to have been set. */
  readonly jumps: ClockJump[] = [];
  /** What was told of test runs: their output and ends. */
  readonly tests: [id: number, text: string | TestEnd][] = [];
  hold = false;
  /** Plays each action instead: what it does, it does later, on the fake clock. */
  play: ((started: Started) => void) | null = null;
  /** What conditions ask about. */
  readonly around = { mains: true, online: true, metered: false as boolean | null, idleMs: 0 };
  /** Told when what was asked is known. */
  tellSurroundings = (): void => {};
  /** Watches of files; calling one is a burst that has settled. */
  readonly watched = new Set<() => void>();
  readonly alive = new Set<number>();
  /** Who was told what: `desktop: Backup failed. Exit code 1.`; `unreachable` makes every other way fail. */
  readonly told: string[] = [];
  unreachable: string | null = null;
  /** Why the desktop shows no notice. */
  noDesktop: string | null = null;
  /** Methods of the store that cannot write now, as on a full disk. */
  readonly failing = new Set<string>();
  private pids = 0;
  outcome: Outcome = OK;
  private busy = 0;
  private calls = 0;
  private constructor(
    readonly time: FakeTime,
    readonly store: Store & { close(): Promise<void> },
    readonly engine: Engine,
    readonly folder: string,
    /** May be changed at any time. */
    readonly settings: Settings,
  ) {}

  /** `zone` is what schedules are read in; `at` the wall clock at the start, ISO or epoch ms. */
  static async open(options: {
    at: string | number;
    folder?: string;
    zone?: string;
    concurrency?: number;
    start?: boolean;
    /** Whether the scheduler is switched on. */
    on?: boolean;
    /** Called before the scheduler starts. */
    ready?: (world: World) => void;
    /** Processes that outlived an earlier Belfry. */
    alive?: number[];
    settings?: SettingsChanges;
    /** What runs wait for before the first starts. */
    prepared?: Promise<unknown>;
    /** Between two signs of life, ms; seldom unless told, because a year of minutes is many writes. */
    beatMs?: number;
  }): Promise<World> {
    const folder = options.folder ?? (await tempFolder());
    const holder: { world?: World; onTold?: () => void } = {};
    const time = new FakeTime(new Date(options.at).getTime(), async () => holder.world?.quiet());
    const world = () => holder.world as World;
    const opened = await openStore(folder);
    const change = (by: number) => {
      if (!holder.world) return;
      holder.world.busy += by;
      if (by > 0) holder.world.calls++;
    };
    const store = counted(opened, change, (method) => holder.world?.failing.has(method) ?? false);
    const execute: Executor = (action, context) => (holder.world as World).execute(JSON.stringify(action), context);
    const nothing: Announcer = {
      ...{ runs() {}, jobs() {}, scheduler() {}, output() {} },
      clock: (jump) => void world().jumps.push(jump),
      testOutput: (id, chunks) => void world().tests.push([id, chunks.map(({ text }) => text).join('')]),
      testEnd: (id, end) => void world().tests.push([id, end]),
    };
    const settings = settingsSchema.parse(options.settings ?? {});
    const engine = createEngine({
      ...{ clock: time, timers: time, alarm: time, store, execute, announcer: nothing },
      settings: () => settings,
      surroundings: {
        onMains: () => world().around.mains,
        online: () => world().around.online,
        metered: () => world().around.metered,
        onTold: (listener) => {
          holder.onTold = listener;
        },
        idleMs: () => world().around.idleMs,
      },
      watchFiles: (_spec, onChange) => {
        world().watched.add(onChange);
        return () => world().watched.delete(onChange);
      },
      processes: {
        isAlive: async ({ pid }) => world().alive.has(pid),
        end: async ({ pid }) => void world().alive.delete(pid),
      },
      notifier: notifierOf(world),
      wallTime: clock,
      mask: (text) => text,
      zone: () => options.zone ?? 'UTC',
      defaultConcurrency: options.concurrency ?? 100,
      random: () => 0.5,
      ...(options.prepared && { prepared: options.prepared }),
      beatMs: options.beatMs ?? 86_400_000,
      report: (error) => holder.world?.reports.push(error),
    });
    const made = new World(time, store, engine, folder, settings);
    holder.world = made;
    if (holder.onTold) made.tellSurroundings = holder.onTold;
    for (const pid of options.alive ?? []) made.alive.add(pid);
    options.ready?.(made);
    if (options.start !== false) await engine.scheduler.start(options.on ?? true);
    await made.quiet();
    return made;
  }

  async add(draft: Partial<JobDraftInput> & { cron?: string; name?: string } = {}): Promise<number> {
    const { cron, name = `job ${this.engine.roster.jobs.size + 1}`, ...rest } = draft;
    const full = jobDraft.parse({
      name,
      action: { kind: 'command', run: { by: 'shell', line: name } },
      ...(cron && { triggers: [{ kind: 'cron', expression: cron }] }),
      ...rest,
    });
    const { id } = await this.store.jobs.create(full, this.time.now(), null);
    await this.engine.scheduler.reload(id);
    return id;
  }

  /** All rows, oldest due first. */
  async rows(job?: number): Promise<Run[]> {
    const { runs } = await this.store.runs.list({ limit: 1000, ...(job !== undefined && { job }) });
    return runs.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id);
  }

  /** Rows in short: `status due[..until ×count] (reason)`, with times of day. */
  async ledger(job?: number): Promise<string[]> {
    return (await this.rows(job)).map((row) => {
      const range = row.count > 1 ? `..${clock(row.dueUntil)} ×${row.count}` : '';
      const cause = row.cause === 'schedule' ? '' : ` ${row.cause}`;
      return `${row.status} ${clock(row.dueAt)}${range}${cause}${row.reason ? ` (${row.reason})` : ''}`;
    });
  }

  /** The process dies: nothing more is written, the store is opened anew at `at` wall time. */
  async restart(options: Partial<Omit<Parameters<typeof World.open>[0], 'folder'>> = {}): Promise<World> {
    this.engine.scheduler.halt();
    await this.quiet();
    await this.store.close();
    return World.open({ ...options, at: options.at ?? this.time.now(), folder: this.folder });
  }

  async close(): Promise<void> {
    this.engine.scheduler.halt();
    await this.quiet();
    await this.store.close();
  }

  /** Resolves when the core waits for nothing but the clock or a held action. */
  async quiet(): Promise<void> {
    // A turn runs all that was promised; the core's next step is a call of the store, or there is none.
    for (let calls = -1; calls !== this.calls || this.busy > 0; ) {
      calls = this.calls;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  private execute(line: string, context: ActionContext) {
    let finish: (outcome: Outcome) => void = () => {};
    const done = new Promise<Outcome>((resolve) => {
      finish = resolve;
    });
    const started: Started = {
      ...{ context, line, at: this.time.now(), stopped: false, killed: false },
      finish: (outcome = OK) => finish(outcome),
      onStop: () => {},
    };
    if (this.play) this.play(started);
    else {
      this.started.push(started);
      if (!this.hold) finish(this.outcome);
    }
    return {
      process: { pid: ++this.pids, born: 1, key: 'k' },
      done,
      stop: () => {
        started.stopped = true;
        started.onStop();
      },
      kill: () => {
        started.killed = true;
        finish({ exitCode: null, signal: 'SIGKILL', error: null });
      },
    };
  }
}

const clock = (at: number) => new Date(at).toISOString().slice(11, 19);

/** Counts calls under way through every method of the store, so that a test can wait for calm. */
function counted<T extends object>(
  target: T,
  change: (by: number) => void,
  fails: (method: string) => boolean = () => false,
): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof value === 'object' && value !== null) return counted(value, change);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (fails(String(key))) return Promise.reject(new Error('disk full'));
        const result: unknown = value.apply(object, args);
        if (!(result instanceof Promise))
          return typeof result === 'object' && result !== null ? counted(result, change) : result;
        change(1);
        return result.finally(() => change(-1));
      };
    },
  });
}

/** Notes who was told; rejects as an endpoint does that is not there. */
function notifierOf(world: () => World): Notifier {
  const far = (line: string) => {
    world().told.push(line);
    const { unreachable } = world();
    return unreachable === null ? Promise.resolve() : Promise.reject(new Error(unreachable));
  };
  return {
    desktop: ({ title, body }) => {
      const { noDesktop, told } = world();
      if (noDesktop !== null) throw new Error(noDesktop);
      told.push(`desktop: ${title}. ${body}`);
    },
    email: (to, { title }) => far(`${to}: ${title}`),
    webhook: (url, { kind, count }) => far(`${url}: ${kind} ${count}`),
    ping: (url, state) => far(`${url}: ${state}`),
  };
}
