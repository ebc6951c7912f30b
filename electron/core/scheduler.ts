import type { Job, Pause } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { Admission } from './admission.ts';
import type { BandKeeper } from './bands.ts';
import { Enrolment } from './enrolment.ts';
import type { EventTriggers, Fired } from './event-triggers.ts';
import type { Launcher } from './launcher.ts';
import type { Leftovers } from './leftovers.ts';
import { Pauses } from './pauses.ts';
import { type Alarm, type Announcer, type Clock, type Store, type Timers, turns } from './ports.ts';
import type { Roster } from './roster.ts';
import { Settling } from './settling.ts';
import { Unscheduled } from './unscheduled.ts';
import { Wakes } from './wakes.ts';
import type { Waking } from './waking.ts';

/** One run of a job is held; of more jobs than this, the oldest are let go. */
const HELD_LIMIT = 10_000;

export interface SchedulerParts {
  clock: Clock;
  timers: Timers;
  alarm: Alarm;
  store: Pick<Store, 'settle' | 'settledAhead' | 'rewind' | 'interruptLeftovers' | 'jobs' | 'runs' | 'settings'>;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
  announcer: Announcer;
  events: EventTriggers;
  leftovers: Leftovers;
  bands: BandKeeper;
  waking: Waking;
  /** The zone of jobs that name none. */
  zone: () => string;
  /** Takes known secrets out of what is kept. */
  mask: (text: string) => string;
  report: (error: unknown) => void;
}

/** What can be asked of the bells: switched, paused, read anew, set off by hand or an event. Wakes lets them ring. */
export class Scheduler {
  private readonly pauses: Pauses;
  private readonly enrolment: Enrolment;
  private readonly settling: Settling;
  private readonly unscheduled: Unscheduled;
  private readonly wakes: Wakes;
  /** One switch after the other, so that the one asked for last holds. */
  private readonly inTurn = turns();

  constructor(private readonly parts: SchedulerParts) {
    this.pauses = new Pauses({ ...parts, changed: () => this.wakes.rearm() });
    this.enrolment = new Enrolment(parts);
    this.settling = new Settling(parts);
    this.unscheduled = new Unscheduled(parts);
    const { pauses, enrolment, settling } = this;
    this.wakes = new Wakes({ ...parts, pauses, enrolment, settling, reload: (jobId) => this.reloadNow(jobId) });
  }

  get isOn(): boolean {
    return this.wakes.isOn;
  }
  get pause(): Pause | null {
    return this.pauses.all;
  }
  /** What keeps the scheduler from its work, in one sentence. */
  get problem(): string | null {
    return this.settling.trouble;
  }

  /** Marks what an earlier process left behind, loads every job, settles what was missed, and arms. */
  async start(on: boolean): Promise<void> {
    const { store, clock, leftovers } = this.parts;
    const held = on ? await this.heldBefore() : [];
    const ids = held.map(({ id }) => id);
    void leftovers.find(await store.interruptLeftovers(clock.now(), ids));
    await this.pauses.load();
    await this.parts.bands.start(on);
    await this.enrolment.all();
    if (!this.wakes.isHalted) await this.parts.launcher.takeIn(held);
    // Belfry is quit while it starts: what was begun since ends too, and what waits is left to the next start.
    if (this.wakes.isHalted) {
      this.parts.launcher.leaveHeld();
      return this.halt();
    }
    // The clock may have been set back while nobody looked.
    this.wakes.doubtClock();
    this.wakes.start();
    if (on) await this.switchOn();
    else {
      this.wakes.switchOff('scheduler-off');
      await this.tick();
    }
    this.parts.events.started();
  }

  /** What waited for its conditions when an earlier Belfry ended. */
  private async heldBefore(): Promise<Run[]> {
    const { runs } = await this.parts.store.runs.list({ status: ['queued'], limit: HELD_LIMIT });
    return runs.filter(({ reason }) => reason !== null);
  }

  /** Lets the bells ring; what passed meanwhile is settled by each job's policy. */
  switchOn(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isOn) return;
      this.wakes.switchOn();
      this.parts.bands.switchedOn();
      await this.tick();
    });
  }

  /** Belfry goes on showing everything, but nothing rings. */
  switchOff(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.isOn) return;
      await this.tick();
      this.wakes.switchOff('scheduler-off');
      this.parts.bands.switchedOff();
      this.parts.announcer.scheduler();
    });
  }

  /** Reads a job again after it was made, edited, enabled or restored, and arms it. */
  async reload(jobId: number): Promise<Job> {
    // A wake under way has moved cursors that are not on disk yet.
    await this.wakes.underWay;
    return this.reloadNow(jobId);
  }

  private async reloadNow(jobId: number): Promise<Job> {
    const job = await this.enrolment.read(jobId);
    this.wakes.rearm();
    this.parts.announcer.jobs([jobId]);
    this.parts.announcer.scheduler();
    return job;
  }

  forget(jobId: number): void {
    this.enrolment.drop(jobId);
    this.wakes.rearm();
    this.parts.announcer.scheduler();
  }

  /** The zone of jobs without one changed: reads every schedule anew. */
  async rezone(): Promise<void> {
    for (const { job } of [...this.parts.roster.jobs.values()]) await this.reload(job.id);
  }

  /** The computer is about to sleep, or has just woken. */
  suspend(): void {
    this.wakes.lateBecause('asleep');
    this.parts.waking.suspended();
    this.parts.bands.suspended();
  }
  async resumeFromSleep(): Promise<void> {
    this.parts.waking.woke();
    await this.tick();
    this.parts.bands.woke();
    this.parts.events.woke();
  }

  /** Lets triggers ring that no clock makes due; a scheduler that is off does not hear them. */
  async fire(fired: Fired[]): Promise<void> {
    if (this.isOn)
      await this.unscheduled.fire(fired, this.pause).catch((error: unknown) => this.settling.complain(error));
  }

  /** Runs a job now, with variables of this run only. Its overlap policy holds here too: refused with a sentence, or queued. */
  runNow(job: Job, variables: Record<string, string> | null = null): Promise<Run> {
    return this.unscheduled.runNow(job, variables);
  }

  /** Pauses everything until `until` (epoch ms). */
  async pauseAll(until: number): Promise<void> {
    await this.tick();
    await this.pauses.begin(until);
  }

  /** Ends the pause of everything; what was held is settled first, as skipped. */
  async resumeAll(): Promise<void> {
    if (!this.pauses.endNow()) return;
    await this.tick();
    await this.pauses.set(null);
  }

  async pauseJob(jobId: number, until: number): Promise<Job> {
    await this.tick();
    await this.pauses.beginOf(jobId, until);
    return this.reload(jobId);
  }

  async resumeJob(jobId: number): Promise<Job> {
    if (this.pauses.endNowOf(jobId)) await this.tick();
    await this.pauses.setOf(jobId, null);
    return this.reload(jobId);
  }

  /** Earliest occurrence that will ring: due while nothing holds it. */
  next(): { at: number; jobId: number } | null {
    return this.parts.roster.head();
  }

  /**
   * Holds the bells while `work` puts another ledger in the place of this one, then reads every job anew. Also when the
   * work fails: what fell due meanwhile is then settled late.
   */
  async exchange(work: () => Promise<void>): Promise<void> {
    const wasOn = this.isOn;
    this.wakes.switchOff();
    await this.idle();
    try {
      await work();
      this.parts.leftovers.forget();
    } finally {
      await this.readAnew();
      if (wasOn) this.wakes.switchOn();
      await this.tick();
    }
  }

  private async readAnew(): Promise<void> {
    const { store, leftovers, clock, announcer } = this.parts;
    this.enrolment.dropAll();
    void leftovers.find(await store.interruptLeftovers(clock.now()));
    await this.pauses.load();
    await this.enrolment.all();
    // The copy may have been made while the clock was ahead.
    this.wakes.doubtClock();
    await this.enrolment.keepNextRuns();
    announcer.scheduler();
  }

  /** Settles everything that is due; see Wakes. */
  tick(): Promise<void> {
    return this.wakes.tick();
  }

  /** Resolves when no wake is being settled. */
  idle(): Promise<void> {
    return this.wakes.idle();
  }

  /** No further bell; runs in progress are not touched. */
  halt(): void {
    this.wakes.halt();
    this.parts.bands.halt();
    this.parts.waking.halt();
    this.parts.events.halt();
    this.parts.leftovers.halt();
  }
}
