import { BelfryError } from '#contract/error.ts';
import type { JobTrial } from '#contract/job.ts';
import type { OutputChunk, TestEnd } from '#contract/run.ts';
import type { ActionHandle, Clock, Executor, Outcome, Timers } from './ports.ts';
import { stopSentence, timeoutSentence } from './sentences.ts';
import { fault } from './success.ts';
import { TestOutput } from './test-output.ts';

/** From the polite signal to the forced end of a process tree. */
const STOP_GRACE_MS = 10_000;
const LIMIT = 3;
const FLUSH_MS = 100;
/** A window holds all it is shown. */
const OUTPUT_CAP = 2 * 1024 * 1024;

export interface TestRunsParts {
  clock: Clock;
  timers: Timers;
  execute: Executor;
  onOutput: (id: number, chunks: OutputChunk[]) => void;
  onEnd: (id: number, end: TestEnd) => void;
}

interface Live {
  handle: ActionHandle;
  ending: 'stopped' | 'timed-out' | null;
  cancels: (() => void)[];
  ended: Promise<void>;
}

/** Runs of drafts that are only tried: one attempt, as a run would make it, and no row anywhere. */
export class TestRuns {
  private readonly live = new Map<number, Live>();
  private lastId = 0;

  constructor(private readonly parts: TestRunsParts) {}

  /** Starts one; its output and end are told from the next turn on. @throws BelfryError `refused` beyond three at once */
  start(work: JobTrial): number {
    if (this.live.size >= LIMIT) throw new BelfryError('refused', `${LIMIT} test runs are under way. Stop one first.`);
    const { clock, timers } = this.parts;
    const id = ++this.lastId;
    const since = clock.monotonic();
    const output = new TestOutput(OUTPUT_CAP);
    const { environment, workingDirectory } = work;
    // No run of the ledger has this id.
    const handle = this.parts.execute(work.action, {
      ...{ runId: 0, attempt: 1, environment, workingDirectory },
      output: (stream, bytes) => output.write(stream, bytes, Math.round(clock.monotonic() - since)),
    });
    const live: Live = { handle, ending: null, cancels: [], ended: Promise.resolve() };
    this.live.set(id, live);
    live.cancels.push(timers.every(FLUSH_MS, () => this.show(id, output.take())));
    const { timeoutMs } = work.policy;
    if (timeoutMs !== null) live.cancels.push(timers.after(timeoutMs, () => this.end(live, 'timed-out')));
    live.ended = this.follow(id, live, work, output, since);
    return id;
  }

  /** Asks one to end, and makes it after 10 s. False when it has ended. */
  stop(id: number): boolean {
    const live = this.live.get(id);
    if (live) this.end(live, 'stopped');
    return live !== undefined;
  }

  /** Ends all; resolves when nothing of them is left. */
  async stopAll(): Promise<void> {
    const all = [...this.live.values()];
    for (const live of all) this.end(live, 'stopped');
    await Promise.all(all.map(({ ended }) => ended));
  }

  private end(live: Live, ending: 'stopped' | 'timed-out'): void {
    if (live.ending) return;
    live.ending = ending;
    live.handle.stop();
    live.cancels.push(this.parts.timers.after(STOP_GRACE_MS, () => live.handle.kill()));
  }

  private async follow(id: number, live: Live, work: JobTrial, output: TestOutput, since: number): Promise<void> {
    const outcome = await live.handle.done;
    for (const cancel of live.cancels) cancel();
    this.live.delete(id);
    const ms = Math.round(this.parts.clock.monotonic() - since);
    this.show(id, output.finish(ms));
    const { status, error } = judge(live.ending, outcome, work, output.text);
    const { exitCode, signal } = outcome;
    this.parts.onEnd(id, { status, exitCode, signal, error, ms, dropped: output.dropped });
  }

  private show(id: number, chunks: OutputChunk[]): void {
    if (chunks.length > 0) this.parts.onOutput(id, chunks);
  }
}

/** What a run's row would say. */
function judge(
  ending: Live['ending'],
  outcome: Outcome,
  { policy }: JobTrial,
  text: string,
): Pick<TestEnd, 'status' | 'error'> {
  if (ending === 'stopped') return { status: 'cancelled', error: stopSentence(null) };
  if (ending === 'timed-out') return { status: 'timed-out', error: timeoutSentence(policy.timeoutMs) };
  const error = fault(outcome, policy.success, text);
  return { status: error === null ? 'success' : 'failed', error };
}
