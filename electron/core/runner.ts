import type { Job } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type {
  ActionHandle,
  Announcer,
  Clock,
  Executor,
  Outcome,
  OutputWriter,
  RunPatch,
  Store,
  Timers,
} from './ports.ts';
import { retryDelay } from './retry.ts';
import { fault, readsOutput } from './success.ts';

/** From the polite signal to the forced end of a process tree. */
const STOP_GRACE_MS = 10_000;
/** How long to wait before writing an outcome again that the store could not take. */
const REWRITE_MS = 1_000;

/** Of an output, the success rule sees at most this much, the newest. */
const JUDGED_BYTES = 32 * 1024 * 1024;

export interface RunnerParts {
  clock: Clock;
  timers: Timers;
  store: Pick<Store, 'patchRun' | 'saveAttempt' | 'output'>;
  execute: Executor;
  announcer: Announcer;
  outputCapBytes: () => number;
  random: () => number;
  report: (error: unknown) => void;
}

type Ending = { kind: 'timed-out'; whole: boolean } | { kind: 'cancelled'; reason: RunReason | null };
type Final = { status: 'success' | 'failed' | 'timed-out' | 'cancelled'; outcome: Outcome; reason: RunReason | null };

interface Live {
  run: Run;
  handle: ActionHandle | null;
  ending: Ending | null;
  /** Ends a wait between attempts early. */
  wake: (() => void) | null;
  cancelForce: (() => void) | null;
  /** Monotonic ms when it began; a sleeping computer does not count. */
  since: number;
  cancelTotal: (() => void) | null;
}

interface Attempting {
  attempt: number;
  startedAt: number;
  writer: OutputWriter;
  done: Promise<Outcome>;
  cancelTimeout: (() => void) | null;
}

/** A run whose first attempt is under way. */
export interface Begun {
  live: Live;
  job: Job;
  first: Attempting;
}

/** The life of runs whose row is on disk as `running`: attempts, timeout, stop, retries, and the final row. */
export class Runner {
  private readonly live = new Map<number, Live>();

  constructor(private readonly parts: RunnerParts) {}

  /** Starts `job` for the stored row `run` at once; `follow` sees it through. */
  begin(run: Run, job: Job): Begun {
    const since = this.parts.clock.monotonic();
    const live: Live = { run, handle: null, ending: null, wake: null, cancelForce: null, since, cancelTotal: null };
    this.live.set(run.id, live);
    const { totalTimeoutMs } = job.policy;
    if (totalTimeoutMs !== null) {
      const end = () => this.end(live, { kind: 'timed-out', whole: true });
      live.cancelTotal = this.parts.timers.after(totalTimeoutMs, end);
    }
    return { live, job, first: this.launch(live, job, 1) };
  }

  /** Awaits the end of what began, with its retries; resolves to the final row. Never rejects. */
  async follow({ live, job, first }: Begun): Promise<Run> {
    try {
      let final = await this.ended(live, job, first);
      for (let attempt = 2; final.status !== 'success' && final.status !== 'cancelled'; attempt++) {
        if (live.ending?.kind === 'timed-out' && live.ending.whole) break;
        const wait = retryDelay(job.policy.retry, attempt - 1, this.parts.random);
        if (wait === null) break;
        await this.pauseBetween(live, wait);
        if (live.ending?.kind === 'cancelled') {
          final = { ...final, status: 'cancelled', reason: live.ending.reason };
          break;
        }
        if (live.ending?.kind === 'timed-out' && live.ending.whole) {
          final = timedOut(final.outcome, job.policy.totalTimeoutMs);
          break;
        }
        // A timeout ended only the attempt before.
        live.ending = null;
        await this.patch(live, { attempt });
        final = await this.ended(live, job, this.launch(live, job, attempt));
      }
      return await this.finish(live, final);
    } finally {
      live.cancelTotal?.();
      this.live.delete(live.run.id);
    }
  }

  /** Stops a run: a polite signal to its process tree, force after 10 s. False when it does not run here. */
  stop(runId: number, reason: RunReason | null = null): boolean {
    const live = this.live.get(runId);
    if (!live) return false;
    this.end(live, { kind: 'cancelled', reason });
    return true;
  }

  private end(live: Live, ending: Ending): void {
    live.ending ??= ending;
    live.wake?.();
    live.handle?.stop();
    live.cancelForce ??= this.parts.timers.after(STOP_GRACE_MS, () => live.handle?.kill());
  }

  /** Starts one attempt, under its timeout (which a sleeping computer does not use up). */
  private launch(live: Live, job: Job, attempt: number): Attempting {
    const { clock, timers, store, announcer } = this.parts;
    const { id } = live.run;
    const since = clock.monotonic();
    const capBytes = job.policy.retention.outputCapBytes ?? this.parts.outputCapBytes();
    const writer = store.output.open(id, attempt, capBytes, (chunks) => announcer.output(id, chunks));
    const begun: Attempting = { attempt, startedAt: clock.now(), writer, done: NOT_STARTED, cancelTimeout: null };
    if (live.ending) return begun;
    live.handle = this.parts.execute(job.action, {
      runId: id,
      attempt,
      environment: job.environment,
      workingDirectory: job.workingDirectory,
      output: (stream, bytes) => writer.write(stream, bytes, Math.round(clock.monotonic() - since)),
      backlog: writer.backlog,
    });
    begun.done = live.handle.done;
    const { timeoutMs } = job.policy;
    if (timeoutMs !== null)
      begun.cancelTimeout = timers.after(timeoutMs, () => this.end(live, { kind: 'timed-out', whole: false }));
    return begun;
  }

  /** Awaits one attempt's end and records it. The run's own row said `running` on disk before. */
  private async ended(live: Live, job: Job, begun: Attempting): Promise<Final> {
    const { clock, store } = this.parts;
    const { id } = live.run;
    const { attempt, startedAt } = begun;
    const record = { attempt, startedAt, finishedAt: null, exitCode: null, signal: null, error: null };
    const mark = live.handle?.process ?? null;
    const recorded = this.stored(() => store.saveAttempt(id, { ...record, status: 'running' }, mark));
    const outcome = await begun.done;
    begun.cancelTimeout?.();
    live.cancelForce?.();
    live.cancelForce = null;
    live.handle = null;
    await recorded;
    await this.stored(() => begun.writer.close());
    const final = await this.judge(live, job, attempt, outcome);
    const { exitCode, signal, error } = final.outcome;
    const finishedAt = Math.max(clock.now(), startedAt);
    await this.stored(() =>
      store.saveAttempt(id, { ...record, finishedAt, exitCode, signal, error, status: final.status }, mark),
    );
    return final;
  }

  private async judge(live: Live, job: Job, attempt: number, outcome: Outcome): Promise<Final> {
    const { ending } = live;
    if (ending?.kind === 'cancelled') {
      return {
        status: 'cancelled',
        outcome: { ...outcome, error: stopSentence(ending.reason) },
        reason: ending.reason,
      };
    }
    if (ending?.kind === 'timed-out') {
      return timedOut(outcome, ending.whole ? job.policy.totalTimeoutMs : job.policy.timeoutMs);
    }
    const rule = job.policy.success;
    const text = readsOutput(rule) ? await this.outputOf(live.run.id, attempt) : '';
    const error = fault(outcome, rule, text);
    return { status: error === null ? 'success' : 'failed', outcome: { ...outcome, error }, reason: null };
  }

  private async outputOf(runId: number, attempt: number): Promise<string> {
    const { chunks } = await this.parts.store.output.read(runId, attempt, -1, {
      from: 'end',
      limitBytes: JUDGED_BYTES,
    });
    return chunks.map((chunk) => chunk.text).join('');
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

const NOT_STARTED: Promise<Outcome> = Promise.resolve({ exitCode: null, signal: null, error: null });

function timedOut(outcome: Outcome, ms: number | null): Final {
  const error = `Stopped after ${(ms ?? 0) / 1000} s, the job's timeout.`;
  return { status: 'timed-out', outcome: { ...outcome, error }, reason: null };
}

function stopSentence(reason: RunReason | null): string {
  switch (reason) {
    case 'replaced':
      return 'Stopped, a newer occurrence took its place.';
    case 'shutdown':
      return 'Stopped, Belfry was quitting.';
    default:
      return 'Stopped by hand.';
  }
}
