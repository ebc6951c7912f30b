import type { Pause } from '#contract/job.ts';
import type { RunReason } from '#contract/run.ts';
import { type ArmedJob, type ArmedTrigger, nextRunAt } from './armed.ts';
import { DuePlanner } from './due-planner.ts';
import type { Launcher } from './launcher.ts';
import type { Announcer, Clock, Settlement, Store } from './ports.ts';
import type { Roster } from './roster.ts';

export interface SettlingParts {
  clock: Clock;
  store: Pick<Store, 'settle'>;
  roster: Roster;
  launcher: Launcher;
  announcer: Announcer;
  report: (error: unknown) => void;
}

/** Settles what is due, in one transaction; knows whether the ledger takes it. */
export class Settling {
  private readonly planner: DuePlanner;
  private problem: string | null = null;

  constructor(private readonly parts: SettlingParts) {
    this.planner = new DuePlanner(parts.roster, parts.launcher.planner);
  }

  /** Why the ledger could not be written, in one sentence. */
  get trouble(): string | null {
    return this.problem;
  }

  /** False when the store could not take it: everything stays due and is tried again. `reason` is of what is late. */
  async settleDue(reason: RunReason, pause: Pause | null): Promise<boolean> {
    const { roster, store, launcher, clock } = this.parts;
    const now = clock.now();
    const due = roster.takeDue(now);
    if (due.length === 0) return true;
    const before = due.map((trigger) => trigger.cursor);
    const planned = this.planner.plan(due, now, reason, pause);
    const nextRuns = nextRunsOf(due);
    try {
      const cursors = due.map((trigger) => ({ triggerId: trigger.id, cursor: now }));
      const rows = await store.settle({ runs: planned.map(({ row }) => row), cursors, nextRuns });
      this.problem = null;
      roster.noteKept(nextRuns);
      // The bells first: whoever looks on can wait a few ms.
      launcher.commit(planned, rows);
      const { announcer } = this.parts;
      announcer.runs(rows.filter((row) => row !== null));
      announcer.jobs(nextRuns.map(({ jobId }) => jobId));
      announcer.scheduler();
      return true;
    } catch (error) {
      launcher.abandon(planned);
      due.forEach((trigger, at) => {
        if (roster.holds(trigger)) roster.arm(trigger, before[at] as number);
      });
      this.complain(error);
      return false;
    }
  }

  complain(error: unknown): void {
    this.parts.report(error);
    const cause = error instanceof Error ? error.message : String(error);
    this.problem = `The ledger cannot be written (${cause}). Nothing rings until it can; Belfry tries every second.`;
    this.parts.announcer.scheduler();
  }
}

/** What the jobs of these triggers ring at next, each job once. */
function nextRunsOf(due: ArmedTrigger[]): Settlement['nextRuns'] {
  const nextRuns: Settlement['nextRuns'] = [];
  const seen = new Set<ArmedJob>();
  due.forEach(({ owner }) => {
    if (seen.has(owner)) return;
    // Few jobs have several triggers; the others cannot come twice.
    if (owner.triggers.length > 1) seen.add(owner);
    nextRuns.push({ jobId: owner.job.id, nextRunAt: nextRunAt(owner) });
  });
  return nextRuns;
}
