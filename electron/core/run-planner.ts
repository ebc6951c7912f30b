import type { Job } from '#contract/job.ts';
import type { RunCause } from '#contract/run.ts';
import type { Admission } from './admission.ts';
import { type Unmet, waitLimit } from './conditions.ts';
import type { Lobby } from './lobby.ts';
import { type Planned, plannedOf, refuse, waitingRow } from './planned.ts';
import type { Clock, NewRun } from './ports.ts';
import type { Decision } from './settle.ts';

export interface RunPlannerParts {
  clock: Clock;
  admission: Admission;
  lobby: Lobby;
  /** Whether a run set off so waits for the end of a wake. */
  isWaking: (cause: RunCause) => boolean;
  /** Which condition of a job is not met now. */
  unmet: (job: Job) => Unmet | null;
}

/** From a decision to a row to be stored: asks conditions, then admission. */
export class RunPlanner {
  constructor(private readonly parts: RunPlannerParts) {}

  plan(job: Job, triggerId: number | null, decision: Decision, cause: RunCause = 'schedule'): Planned {
    if (decision.kind === 'run') return this.planRun(job, triggerId, decision.dueAt, decision.cause);
    const { kind: _, ...range } = decision;
    const row: NewRun = { ...waitingRow(job, triggerId, range.dueAt, cause), ...range, attempts: 1 };
    return plannedOf(job, row);
  }

  planRun(job: Job, triggerId: number | null, dueAt: number, cause: RunCause): Planned {
    const row = waitingRow(job, triggerId, dueAt, cause);
    const planned = plannedOf(job, row);
    if (cause !== 'by-hand' && (this.isPutOff(job, planned) || this.isHeld(job, planned))) return planned;
    const verdict = this.parts.admission.ask(job.id, dueAt, job.policy.overlap);
    if (verdict.kind === 'refuse') return refuse(planned, verdict.reason);
    planned.ticket = verdict.ticket;
    if (verdict.kind === 'start') {
      row.status = 'running';
      row.startedAt = this.parts.clock.now();
    } else if (verdict.kind === 'replace') {
      planned.replaces = verdict;
    }
    return planned;
  }

  /** Whether a wake keeps the run back. Conditions are asked when that is over: whether there is a network is not known yet. */
  private isPutOff(job: Job, planned: Planned): boolean {
    const { cause } = planned.row;
    if (!this.parts.isWaking(cause)) return false;
    const many = cause === 'catch-up' && job.policy.missed === 'all';
    if (!many && this.parts.lobby.holds(job.id)) refuse(planned, 'overlap');
    else {
      planned.row.reason = 'waking';
      planned.waits = { until: null };
    }
    return true;
  }

  /** Whether its conditions keep the run back: dropped, or held in the lobby. */
  private isHeld(job: Job, planned: Planned): boolean {
    const unmet = this.parts.unmet(job);
    if (!unmet) return false;
    const { reason, isHeld } = unmet;
    if (!isHeld && job.policy.conditions.unmet === 'skip') refuse(planned, reason);
    else if (this.parts.lobby.holds(job.id)) refuse(planned, isHeld ? reason : 'overlap');
    else {
      planned.row.reason = reason;
      planned.waits = { until: waitLimit(job, this.parts.clock.now()) };
    }
    return true;
  }
}
