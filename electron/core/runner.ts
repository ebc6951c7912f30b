import type { Job } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import { Attempting, type AttemptingParts } from './attempting.ts';
import { type Ending, type Final, isOver, judge, timedOut } from './judging.ts';
import { keptEnvironment } from './kept-environment.ts';
import type { Announcer, Executor, Outcome, RunPatch, Store, Timers } from './ports.ts';
import { retryDelay } from './retry.ts';

/** From the polite signal to the forced end of a process tree. */
const STOP_GRACE_MS = 10_000;
/** The same when the system goes down, which itself waits for five seconds at most. */
export const HURRY_MS = 2_000;
/** How long to wait before writing an outcome again that the store could not take. */
const REWRITE_MS = 1_000;

export interface RunnerParts extends AttemptingParts {
  timers: Timers;
  store: Pick<Store, 'patchRun' | 'saveAttempt' | 'output'>;
  execute: Executor;
  announcer: Announcer;
  random: () => number;
  report: (error: unknown) => void;
}

/** A run under way; what ends it is made when needed, because thousands may begin in one second. */
export interface Live {
  run: Run;
  readonly job: Job;
  /** Of this run only, over those of the job. */
  readonly variables: Record<string, string> | null;
  attempting: Attempting;
  ending: Ending | null;
  /** Ends a wait between attempts early. */
  wake: (() => void) | null;
  cancelForce: (() => void) | null;
  cancelTimeout: (() => void) | null;
  cancelTotal: (() => void) | null;
  /** Monotonic ms when it began; a sleeping computer does not count. */
  readonly since: number;
}

/** The life of runs whose row is on disk as `running`: attempts, timeout, stop, retries, and the final row. */
export class Runner {
  constructor(private readonly parts: RunnerParts) {}

  /** Starts `job` for the stored row `run` at once, with variables of this run only; `follow` sees it through. */
  begin(run: Run, job: Job, variables: Record<string, string> | null = null): Live {
    const since = this.parts.clock.monotonic();
    // Written out: spreading costs thousands of bells in one second dearly.
    const live: Live = {
      run,
      job,
      variables,
      attempting: new Attempting(this.parts, job, variables, run.id, 1, since),
      ending: null,
      wake: null,
      cancelForce: null,
      cancelTimeout: null,
      cancelTotal: null,
      since,
    };
    const { totalTimeoutMs } = job.policy;
    if (totalTimeoutMs !== null) {
      live.cancelTotal = this.parts.timers.after(totalTimeoutMs, () =>
        this.end(live, { kind: 'timed-out', whole: true }),
      );
    }
    this.launch(live);
    return live;
  }

  /** Awaits the end of what began, with its retries; resolves to the final row. Never rejects. */
  async follow(live: Live): Promise<Run> {
    try {
      return await this.finish(live, await this.throughRetries(live));
    } finally {
      live.cancelTotal?.();
    }
  }

  private async throughRetries(live: Live): Promise<Final> {
    const { retry, totalTimeoutMs } = live.job.policy;
    for (let attempt = 1; ; ) {
      const final = await this.ended(live);
      if (final.status === 'success' || final.status === 'cancelled' || isOver(live)) return final;
      const wait = retryDelay(retry, attempt, this.parts.random);
      if (wait === null) return final;
      await this.pauseBetween(live, wait);
      if (live.ending?.kind === 'cancelled') return { ...final, status: 'cancelled', reason: live.ending.reason };
      if (isOver(live)) return timedOut(final.outcome, totalTimeoutMs);
      // A timeout ended only the attempt before.
      live.ending = null;
      await this.patch(live, { attempt: ++attempt });
      const since = this.parts.clock.monotonic();
      live.attempting = new Attempting(this.parts, live.job, live.variables, live.run.id, attempt, since);
      this.launch(live);
    }
  }

  /** Stops a run: a polite signal to its process tree, force after 10 s, or sooner where `graceMs` says so. */
  stop(live: Live, reason: RunReason | null = null, graceMs = STOP_GRACE_MS): void {
    this.end(live, { kind: 'cancelled', reason }, graceMs);
  }

  private end(live: Live, ending: Ending, graceMs = STOP_GRACE_MS): void {
    live.ending ??= ending;
    live.wake?.();
    live.attempting.handle?.stop();
    if (live.cancelForce && graceMs >= STOP_GRACE_MS) return;
    live.cancelForce?.();
    live.cancelForce = this.parts.timers.after(graceMs, () => live.attempting.handle?.kill());
  }

  /** Starts the attempt, under its timeout (which a sleeping computer does not use up), unless the run is to end. */
  private launch(live: Live): void {
    if (live.ending) return;
    const { attempting, job } = live;
    attempting.handle = this.parts.execute(job.action, attempting);
    const { timeoutMs } = job.policy;
    if (timeoutMs === null) return;
    live.cancelTimeout = this.parts.timers.after(timeoutMs, () => this.end(live, { kind: 'timed-out', whole: false }));
  }

  /** Awaits one attempt's end and records it. The run's own row said `running` on disk before. */
  private async ended(live: Live): Promise<Final> {
    const { clock, store } = this.parts;
    const { id } = live.run;
    const { attempting } = live;
    const { attempt, startedAt, handle } = attempting;
    const record = { attempt, startedAt, finishedAt: null, exitCode: null, signal: null, error: null };
    const mark = handle?.process ?? null;
    const environment = handle?.environment;
    const kept = environment && keptEnvironment(environment, live.job.environment, live.variables);
    const recorded = this.stored(() => store.saveAttempt(id, { ...record, status: 'running' }, mark, kept));
    const outcome = (await handle?.done) ?? NOT_STARTED;
    live.cancelTimeout?.();
    live.cancelForce?.();
    live.cancelForce = null;
    attempting.handle = null;
    await recorded;
    await this.stored(() => attempting.closeOutput());
    const final = await judge(live, outcome, store.output);
    const { exitCode, signal, error } = final.outcome;
    const finishedAt = Math.max(clock.now(), startedAt);
    await this.stored(() =>
      store.saveAttempt(id, { ...record, finishedAt, exitCode, signal, error, status: final.status }, mark),
    );
    return final;
  }

  private pauseBetween(live: Live, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.parts.timers.after(ms, done);
      live.wake = done;
      function done() {
        cancel();
        live.wake = null;
        resolve();
      }
    });
  }

  private async finish(live: Live, { status, outcome, reason }: Final): Promise<Run> {
    live.cancelForce?.();
    const finishedAt = Math.max(this.parts.clock.now(), live.run.startedAt ?? 0);
    const { exitCode, signal, error } = outcome;
    const awakeMs = Math.round(this.parts.clock.monotonic() - live.since);
    return this.patch(live, { status, reason, finishedAt, exitCode, signal, error, awakeMs });
  }

  private async patch(live: Live, patch: RunPatch): Promise<Run> {
    live.run = await this.stored(() => this.parts.store.patchRun(live.run.id, patch));
    this.parts.announcer.runs([live.run]);
    return live.run;
  }

  /** A full disk must not cost an outcome: tries until the store takes it. */
  private async stored<T>(write: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        this.parts.report(error);
        await new Promise<void>((resolve) => this.parts.timers.after(REWRITE_MS, resolve));
      }
    }
  }
}

const NOT_STARTED: Outcome = { exitCode: null, signal: null, error: null };
