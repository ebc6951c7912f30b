import type { Job } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { RunPatch } from './ports.ts';

const SWITCHED_OFF = 'Its job was switched off or removed while it waited.';

export interface Bars {
  /** The job as it stands now. */
  current: (jobId: number) => Job | undefined;
  /** Whether a pause of everything or of the job holds now. */
  isPaused: (job: Job) => boolean;
}

/** What becomes of a run whose job was switched off or paused while it waited; null = it may start. */
export function barredBy({ jobId, cause }: Run, { current, isPaused }: Bars): RunPatch | null {
  const job = current(jobId);
  if (!job) return { status: 'cancelled', reason: null, error: SWITCHED_OFF };
  if (cause === 'by-hand') return null;
  if (!job.enabled) return { status: 'cancelled', reason: null, error: SWITCHED_OFF };
  return isPaused(job) ? { status: 'skipped', reason: 'paused' } : null;
}
