import type { Job } from '#contract/job.ts';
import type { Run, RunCause, RunReason } from '#contract/run.ts';
import type { Admission, Ticket } from './admission.ts';
import { barredBy } from './barred.ts';
import { outlives, type Unmet, waitLimit } from './conditions.ts';
import { type Guest, Lobby } from './lobby.ts';
import type { Planned, Replaced } from './planned.ts';
import type { Announcer, Clock, RunPatch, Store, Timers } from './ports.ts';
import { RunPlanner } from './run-planner.ts';
import type { Live, Runner } from './runner.ts';

/** Between two looks at whether all is quiet (ms). */
const LOOK_MS = 50;
const STOPPED_WAITING = 'Stopped by hand while it waited.';

/** A run that is let in: it waits for its start, or is `live`. */
interface Entered {
  readonly ticket: Ticket;
  run: Run;
  job: Job;
  /** Of this run only, over those of the job. */
  readonly variables: Record<string, string> | null;
  live: Live | null;
  /** Stopped while the row that says `running` was being written: it does not start. */
  stopped: { reason: RunReason | null } | null;
}

export interface LauncherParts {
  clock: Clock;
  store: Pick<Store, 'patchRun'>;
  admission: Admission;
  runner: Runner;
  announcer: Announcer;
  report: (error: unknown) => void;
  /** The job as it stands now, for a run that waited. */
  current: (jobId: number) => Job | undefined;
  timers: Timers;
  /** Whether a pause of everything or of the job holds now. */
  isPaused: (job: Job) => boolean;
  /** Whether a run set off so waits for the end of a wake. */
  isWaking: (cause: RunCause) => boolean;
  /** Which condition of a job is not met now. */
  unmet: (job: Job) => Unmet | null;
  /** A run that was started has finally ended. */
  onEnd: (run: Run) => void;
}

/** From a decision to a started run: asks admission, and starts only what is on disk. */
export class Launcher {
  private readonly entered = new Map<number, Entered>();
  private readonly ends = new Set<Promise<unknown>>();

  private readonly lobby: Lobby;
  /** Makes the rows that `commit` starts. */
  readonly planner: RunPlanner;

  constructor(private readonly parts: LauncherParts) {
    const { clock, timers, unmet, isWaking, current } = parts;
    this.lobby = new Lobby({
      ...{ clock, timers, isWaking },
      unmet: (job) => unmet(current(job.id) ?? job),
      onReason: (guest, reason) => void this.waitFor(guest, reason),
      onMet: (guest) => void this.admit(guest),
      onGivenUp: ({ run }, reason) => void this.endQueued(run, { status: 'skipped', reason }),
    });
    this.planner = new RunPlanner({ ...parts, lobby: this.lobby });
  }

  /** How many runs wait for their conditions, or for the end of a wake. */
  get held(): number {
    return this.lobby.size;
  }

  /** Ids of this process's live runs, running and waiting. */
  get liveIds(): number[] {
    return [...this.entered.keys(), ...this.lobby.all.map(({ run }) => run.id)];
  }

  /** Rows of what is running now, longest first. */
  get running(): Run[] {
    return [...this.entered.values()].filter(({ ticket }) => ticket.state === 'running').map(({ run }) => run);
  }

  /** The conditions of a run are met: from here on only overlap and concurrency may keep it. */
  private async admit({ run, job: before }: Guest): Promise<void> {
    const barred = barredBy(run, this.parts);
    if (barred) return this.endQueued(run, barred);
    const job = this.parts.current(run.jobId) ?? before;
    const verdict = this.parts.admission.ask(job.id, run.dueAt, job.policy.overlap);
    if (verdict.kind === 'refuse') return this.endQueued(run, { status: 'skipped', reason: verdict.reason });
    const entered = this.enter({ ticket: verdict.ticket, run, job, variables: null, live: null, stopped: null });
    if (verdict.kind === 'replace') this.replace(verdict);
    if (verdict.kind === 'start') return this.startWaiting(entered);
    void this.note(run.id, null);
    this.pump();
  }

  /** What conditions ask about may have changed. */
  look(): void {
    this.lobby.look();
  }

  private async waitFor(guest: Guest, reason: RunReason): Promise<void> {
    guest.run = { ...guest.run, reason };
    await this.note(guest.run.id, reason);
  }

  private async note(id: number, reason: RunReason | null): Promise<void> {
    try {
      this.parts.announcer.runs([await this.parts.store.patchRun(id, { reason })]);
    } catch (error) {
      this.parts.report(error);
    }
  }

  /** Takes back the places of plans whose rows could not be stored. */
  abandon(planned: Planned[]): void {
    for (const { ticket } of planned) if (ticket) this.parts.admission.leave(ticket);
  }

  /** Starts what was stored; `rows` answers `planned` one to one, null = settled before. */
  commit(planned: Planned[], rows: (Run | null)[]): void {
    const begun: Entered[] = [];
    planned.forEach((plan, at) => {
      const run = rows[at];
      const { ticket, job, variables } = plan;
      if (plan.replaces) this.replace(plan.replaces);
      if (run && plan.waits) this.lobby.enter({ run, job, ...plan.waits });
      if (!ticket) return;
      if (!run) {
        this.parts.admission.leave(ticket);
        return;
      }
      const live = ticket.state === 'running' ? this.parts.runner.begin(run, job, variables) : null;
      const entered = this.enter({ ticket, run, job, variables, live, stopped: null });
      if (live) begun.push(entered);
    });
    // Every bell of the wake rings before the first is waited for.
    for (const entered of begun) if (entered.live) this.follow(entered, entered.live);
    this.pump();
  }

  private enter(entered: Entered): Entered {
    entered.ticket.runId = entered.run.id;
    this.entered.set(entered.run.id, entered);
    return entered;
  }

  private replace({ stop, drop }: Replaced): void {
    for (const { runId } of stop) {
      const entered = runId === null ? undefined : this.entered.get(runId);
      if (entered) this.end(entered, 'replaced');
    }
    for (const old of drop) void this.dropWaiting(old, 'replaced');
  }

  /** Stops a running run, or takes a waiting one out of the queue. False when it does not live here. See Runner.stop. */
  async stop(runId: number, reason: RunReason | null = null, graceMs?: number): Promise<boolean> {
    const guest = this.lobby.leave(runId);
    if (guest) {
      await this.endQueued(guest.run, { status: 'cancelled', reason, error: STOPPED_WAITING });
      return true;
    }
    const entered = this.entered.get(runId);
    if (!entered) return false;
    if (entered.ticket.state !== 'waiting') return this.end(entered, reason, graceMs);
    this.parts.admission.leave(entered.ticket);
    await this.endQueued(entered.run, { status: 'cancelled', reason, error: STOPPED_WAITING });
    return true;
  }

  private end(entered: Entered, reason: RunReason | null, graceMs?: number): true {
    if (entered.live) this.parts.runner.stop(entered.live, reason, graceMs);
    else entered.stopped ??= { reason };
    return true;
  }

  /** Rows of what goes on waiting stay as they are when Belfry ends: the next one takes them in again. */
  leaveHeld(): void {
    const now = this.parts.clock.now();
    for (const { run, job } of this.lobby.all) if (outlives(run, job, now)) this.lobby.leave(run.id);
  }

  /** Takes in what an earlier Belfry left waiting; what is not to wait any longer ends (`skipped`, reason `shutdown`). */
  async takeIn(left: Run[]): Promise<void> {
    const now = this.parts.clock.now();
    for (const run of left) {
      const job = this.parts.current(run.jobId);
      if (job && outlives(run, job, now)) this.lobby.enter({ run, job, until: waitLimit(job, run.dueAt) });
      else await this.endQueued(run, { status: 'skipped', reason: 'shutdown' });
    }
  }

  /** Ends what waits (`skipped`, reason `shutdown`). */
  async drain(): Promise<void> {
    const waiting = [...this.entered.values()].filter(({ ticket }) => ticket.state === 'waiting');
    const guests = this.lobby.all.flatMap(({ run }) => this.lobby.leave(run.id) ?? []);
    await Promise.all([
      ...waiting.map(({ ticket }) => this.dropWaiting(ticket, 'shutdown')),
      ...guests.map(({ run }) => this.endQueued(run, { status: 'skipped', reason: 'shutdown' })),
    ]);
  }

  /** Resolves when nothing that was started is left running. */
  async settled(): Promise<void> {
    while (this.ends.size > 0) await Promise.all(this.ends);
  }

  /** Resolves, looking again and again, when nothing runs or is about to. */
  async quiet(): Promise<void> {
    while (this.parts.admission.running > 0) {
      await this.settled();
      await new Promise<void>((resolve) => this.parts.timers.after(LOOK_MS, resolve));
    }
  }

  private follow({ run: { id }, ticket, job }: Entered, live: Live): void {
    const end = this.parts.runner.follow(live).then((run) => {
      this.ends.delete(end);
      this.entered.delete(id);
      this.parts.admission.leave(ticket);
      this.pump();
      this.parts.onEnd(run);
      this.parts.announcer.jobs([job.id]);
      this.parts.announcer.scheduler();
    });
    this.ends.add(end);
  }

  /** Lets in whoever may start now; each row says `running` on disk before its action starts. */
  pump(): void {
    for (const ticket of this.parts.admission.next()) {
      const waiting = ticket.runId === null ? undefined : this.entered.get(ticket.runId);
      if (waiting) void this.startWaiting(waiting);
      else this.parts.admission.leave(ticket);
    }
  }

  private async startWaiting(entered: Entered): Promise<void> {
    const { store, clock, announcer, admission, runner } = this.parts;
    const barred = barredBy(entered.run, this.parts);
    if (barred) {
      admission.leave(entered.ticket);
      await this.endQueued(entered.run, barred);
      this.pump();
      return;
    }
    try {
      const start = { status: 'running', startedAt: clock.now(), attempt: 1, reason: null } as const;
      const run = await store.patchRun(entered.run.id, start);
      announcer.runs([run]);
      entered.run = run;
      entered.job = this.parts.current(run.jobId) ?? entered.job;
      if (entered.stopped) return await this.takeBack(entered, entered.stopped.reason);
      entered.live = runner.begin(run, entered.job, entered.variables);
      this.follow(entered, entered.live);
    } catch (error) {
      // The row still says queued: the next start of Belfry settles it.
      this.parts.report(error);
      this.entered.delete(entered.run.id);
      admission.leave(entered.ticket);
    }
  }

  /** Ends a run that was stopped just before its action would have started: it never did. */
  private async takeBack({ run, ticket }: Entered, reason: RunReason | null): Promise<void> {
    this.parts.admission.leave(ticket);
    const end: RunPatch =
      reason === 'replaced' ? { status: 'skipped' } : { status: 'cancelled', error: STOPPED_WAITING };
    await this.endQueued(run, { ...end, reason, startedAt: null, attempt: 0 });
    this.pump();
  }

  private async dropWaiting(ticket: Ticket, reason: RunReason): Promise<void> {
    const waiting = ticket.runId === null ? undefined : this.entered.get(ticket.runId);
    this.parts.admission.leave(ticket);
    if (waiting) await this.endQueued(waiting.run, { status: 'skipped', reason });
  }

  private async endQueued(run: Run, patch: RunPatch): Promise<void> {
    this.entered.delete(run.id);
    try {
      const finishedAt = this.parts.clock.now();
      this.parts.announcer.runs([await this.parts.store.patchRun(run.id, { ...patch, finishedAt })]);
    } catch (error) {
      this.parts.report(error);
    }
  }
}
