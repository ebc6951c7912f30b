import type { Job } from '#contract/job.ts';
import type { RunReason } from '#contract/run.ts';
import type { Attempting } from './attempting.ts';
import type { Outcome, OutputStore } from './ports.ts';
import { stopSentence, timeoutSentence } from './sentences.ts';
import { fault, readsOutput } from './success.ts';

/** Of an output, the success rule sees at most this much, the newest. */
const JUDGED_BYTES = 32 * 1024 * 1024;

/** Why a run or an attempt is to end before it does so by itself. */
export type Ending = { kind: 'timed-out'; whole: boolean } | { kind: 'cancelled'; reason: RunReason | null };

/** What an attempt came to. */
export interface Final {
  status: 'success' | 'failed' | 'timed-out' | 'cancelled';
  outcome: Outcome;
  reason: RunReason | null;
}

interface Ended {
  ending: Ending | null;
  job: Job;
  attempting: Attempting;
}

/** Says what an attempt came to, from how it ended and the job's rule of success. */
export async function judge({ ending, job, attempting }: Ended, outcome: Outcome, output: OutputStore): Promise<Final> {
  if (ending?.kind === 'cancelled') {
    const { reason } = ending;
    return { status: 'cancelled', outcome: { ...outcome, error: stopSentence(reason) }, reason };
  }
  if (ending?.kind === 'timed-out')
    return timedOut(outcome, ending.whole ? job.policy.totalTimeoutMs : job.policy.timeoutMs);
  const rule = job.policy.success;
  const error = fault(outcome, rule, readsOutput(rule) ? await textOf(attempting, output) : '');
  return { status: error === null ? 'success' : 'failed', outcome: { ...outcome, error }, reason: null };
}

export function timedOut(outcome: Outcome, ms: number | null): Final {
  return { status: 'timed-out', outcome: { ...outcome, error: timeoutSentence(ms) }, reason: null };
}

/** Whether the whole run's time is up: no attempt may follow. */
export function isOver({ ending }: { ending: Ending | null }): boolean {
  return ending?.kind === 'timed-out' && ending.whole;
}

async function textOf({ runId, attempt }: Attempting, output: OutputStore): Promise<string> {
  const { chunks } = await output.read(runId, attempt, -1, { from: 'end', limitBytes: JUDGED_BYTES });
  return chunks.map((chunk) => chunk.text).join('');
}
