import type { Job } from '#contract/job.ts';
import type { Run, RunCause } from '#contract/run.ts';
import type { EventSpec } from '#contract/trigger.ts';
import { isTimed } from '#contract/trigger.ts';
import type { WatchFiles } from './ports.ts';

/** A trigger that something other than the clock has set off. */
export interface Fired {
  jobId: number;
  triggerId: number;
  cause: RunCause;
}

interface Armed {
  jobId: number;
  triggerId: number;
  spec: EventSpec;
  end: () => void;
}

export interface EventTriggersParts {
  watchFiles: WatchFiles;
  fire: (fired: Fired[]) => void;
  report: (error: unknown) => void;
}

/** The triggers of enabled jobs that wait for a start, a wake, another job or a change of files. */
export class EventTriggers {
  private readonly byJob = new Map<number, Armed[]>();
  /** By the job they come after, so that the end of a run costs nothing where nobody waits for it. */
  private readonly followers = new Map<number, Set<Armed>>();

  constructor(private readonly parts: EventTriggersParts) {}

  put(job: Job): void {
    this.drop(job.id);
    if (!job.enabled) return;
    const armed = job.triggers.flatMap(({ id, spec }) => (isTimed(spec) ? [] : [this.arm(job.id, id, spec)]));
    if (armed.length > 0) this.byJob.set(job.id, armed);
  }

  drop(jobId: number): void {
    for (const armed of this.byJob.get(jobId) ?? []) armed.end();
    this.byJob.delete(jobId);
  }

  started(): void {
    this.fire([...this.every('start')], 'start');
  }

  woke(): void {
    this.fire([...this.every('wake')], 'wake');
  }

  /** A run has finally ended, retries included. */
  ended(run: Run): void {
    const after = [...(this.followers.get(run.jobId) ?? [])];
    if (after.length > 0)
      this.fire(
        after.filter(({ spec }) => spec.kind === 'after' && follows(spec.on, run)),
        'after-job',
      );
  }

  halt(): void {
    for (const jobId of [...this.byJob.keys()]) this.drop(jobId);
  }

  private arm(jobId: number, triggerId: number, spec: EventSpec): Armed {
    const armed: Armed = { jobId, triggerId, spec, end: () => {} };
    if (spec.kind === 'after') {
      const group = this.followers.get(spec.job) ?? new Set();
      this.followers.set(spec.job, group.add(armed));
      armed.end = () => group.delete(armed);
    } else if (spec.kind === 'files') {
      try {
        armed.end = this.parts.watchFiles(spec, () => this.fire([armed], 'file-change'));
      } catch (error) {
        this.parts.report(error);
      }
    }
    return armed;
  }

  private *every(kind: EventSpec['kind']): Iterable<Armed> {
    for (const triggers of this.byJob.values()) for (const armed of triggers) if (armed.spec.kind === kind) yield armed;
  }

  private fire(armed: Armed[], cause: RunCause): void {
    if (armed.length > 0) this.parts.fire(armed.map(({ jobId, triggerId }) => ({ jobId, triggerId, cause })));
  }
}

/** A run that was stopped or interrupted sets off nothing. */
function follows(on: 'success' | 'failure' | 'end', { status }: Run): boolean {
  const succeeded = status === 'success';
  const failed = status === 'failed' || status === 'timed-out';
  return on === 'end' ? succeeded || failed : on === 'success' ? succeeded : failed;
}
