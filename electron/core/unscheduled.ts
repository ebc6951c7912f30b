import { BelfryError } from '#contract/error.ts';
import type { Job, Pause } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Fired } from './event-triggers.ts';
import { keptVariables } from './kept-environment.ts';
import type { Launcher } from './launcher.ts';
import type { Planned } from './planned.ts';
import type { Announcer, Clock, Store } from './ports.ts';
import type { Roster } from './roster.ts';

export interface UnscheduledParts {
  clock: Clock;
  store: Pick<Store, 'settle'>;
  roster: Roster;
  launcher: Launcher;
  announcer: Announcer;
  /** Takes known secrets out of what is kept. */
  mask: (text: string) => string;
}

/** Runs that no clock makes due: those a person asks for, and those something sets off. */
export class Unscheduled {
  constructor(private readonly parts: UnscheduledParts) {}

  /** With `variables` of this run only. @throws BelfryError `refused`, when the job's overlap policy does not let it start or wait */
  async runNow(job: Job, variables: Record<string, string> | null): Promise<Run> {
    const { launcher, clock, mask } = this.parts;
    const planned = launcher.planner.planRun(job, null, clock.now(), 'by-hand');
    planned.variables = variables;
    if (variables) planned.row.variables = keptVariables(variables, mask);
    if (planned.refused) {
      const runs = launcher.running.some(({ jobId }) => jobId === job.id);
      throw new BelfryError('refused', refusal(job, planned.refused, runs), 'job');
    }
    return (await this.settle([planned]))[0] as Run;
  }

  /** A pause holds what is set off meanwhile; it is not made up for. */
  async fire(fired: Fired[], pauseAll: Pause | null): Promise<void> {
    const { roster, launcher, clock } = this.parts;
    const now = clock.now();
    const planned = fired.flatMap(({ jobId, triggerId, cause }) => {
      const job = roster.jobs.get(jobId)?.job;
      if (!job?.enabled) return [];
      const pause = pauseAll ?? job.pause;
      if (!pause) return [launcher.planner.planRun(job, triggerId, now, cause)];
      const held = { status: 'skipped', reason: 'paused', dueUntil: now, count: 1, extendSince: pause.since } as const;
      return [launcher.planner.plan(job, triggerId, { kind: 'row', dueAt: now, ...held }, cause)];
    });
    if (planned.length > 0) await this.settle(planned);
  }

  private async settle(planned: Planned[]): Promise<(Run | null)[]> {
    const { store, launcher, announcer } = this.parts;
    try {
      const rows = await store.settle({ runs: planned.map(({ row }) => row), cursors: [], nextRuns: [] });
      announcer.runs(rows.filter((row) => row !== null));
      launcher.commit(planned, rows);
      announcer.jobs(new Set(planned.map(({ job }) => job.id)));
      announcer.scheduler();
      return rows;
    } catch (error) {
      launcher.abandon(planned);
      throw error;
    }
  }
}

/** A run that waits is in the way as well: for the shell's environment, say, or for a place among all jobs. */
function refusal({ name }: Job, reason: RunReason, runs: boolean): string {
  const stands = `“${name}” ${runs ? 'is still running' : 'waits for its start already'}`;
  return reason === 'queue-full'
    ? `${stands}, and as many runs as its policy allows are waiting.`
    : `${stands}, and its overlap policy does not let another run start.`;
}
