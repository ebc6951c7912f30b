import type { Job, Pause } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Admission } from './admission.ts';
import type { BandKeeper } from './bands.ts';
import { ClockWatch } from './clock-watch.ts';
import { Enrolment } from './enrolment.ts';
import type { EventTriggers, Fired } from './event-triggers.ts';
import type { Launcher } from './launcher.ts';
import type { Leftovers } from './leftovers.ts';
import { Pauses } from './pauses.ts';
import { type Alarm, type Announcer, type Clock, type Store, type Timers, turns } from './ports.ts';
import { rewind } from './rewind.ts';
import type { Roster } from './roster.ts';
import { Settling } from './settling.ts';
import { Unscheduled } from './unscheduled.ts';

/** The alarm is set at most this far ahead, so that a clock step is met soon whatever the timers do. */
const MAX_WAKE_MS = 15_000;
/** How soon to try again when the store refused to settle. */
const RETRY_MS = 1_000;

export interface SchedulerParts {
  clock: Clock;
  timers: Timers;
  alarm: Alarm;
  store: Pick<Store, 'settle' | 'settledAhead' | 'rewind' | 'interruptLeftovers' | 'jobs' | 'settings'>;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
  announcer: Announcer;
  events: EventTriggers;
  leftovers: Leftovers;
  bands: BandKeeper;
  /** The zone of jobs that name none. */
  zone: () => string;
  /** Takes known secrets out of what is kept. */
  mask: (text: string) => string;
  report: (error: unknown) => void;
}

/** Wakes when something is due, settles all of it in one transaction, and hands what runs to the launcher. */
export class Scheduler {
  private readonly watch: ClockWatch;
  private readonly pauses: Pauses;
  private readonly enrolment: Enrolment;
  private readonly settling: Settling;
  private readonly unscheduled: Unscheduled;
  private on = false;
  /** One switch after the other, so that the one asked for last holds. */
  private readonly inTurn = turns();
  /** Why occurrences found late were late, when it is not what the clocks say. */
  private because: RunReason | null = 'not-running';
  private ticking: Promise<void> | null = null;
  private again = false;
  /** The clock was set back, and what that means is not on disk yet. */
  private setBack = false;

  constructor(private readonly parts: SchedulerParts) {
    this.pauses = new Pauses({ ...parts, changed: () => this.rearm() });
    this.enrolment = new Enrolment(parts);
    this.settling = new Settling(parts);
    this.unscheduled = new Unscheduled(parts);
    this.watch = new ClockWatch(parts.clock, parts.timers, () => void this.tick());
    parts.alarm.onRing(() => void this.tick());
  }

  get isOn(): boolean {
    return this.on;
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
    const left = await store.interruptLeftovers(clock.now());
    void leftovers.find(left);
    await this.pauses.load();
    await this.parts.bands.start(on);
    await this.enrolment.all();
    // The clock may have been set back while nobody looked.
    this.setBack = true;
    this.watch.start();
    if (on) await this.switchOn();
    else {
      this.because = 'scheduler-off';
      await this.tick();
    }
    this.parts.events.started();
  }

  /** Lets the bells ring; what passed meanwhile is settled by each job's policy. */
  switchOn(): Promise<void> {
    return this.inTurn(async () => {
      if (this.on) return;
      this.on = true;
      this.parts.bands.switchedOn();
      await this.tick();
    });
  }

  /** Belfry goes on showing everything, but nothing rings. */
  switchOff(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.on) return;
      await this.tick();
      this.on = false;
      this.because = 'scheduler-off';
      this.parts.bands.switchedOff();
      this.parts.alarm.disarm();
      this.parts.announcer.scheduler();
    });
  }

  /** Reads a job again after it was made, edited, enabled or restored, and arms it. */
  async reload(jobId: number): Promise<Job> {
    // A wake under way has moved cursors that are not on disk yet.
    await this.ticking;
    return this.reloadNow(jobId);
  }

  private async reloadNow(jobId: number): Promise<Job> {
    const job = await this.enrolment.read(jobId);
    this.rearm();
    this.parts.announcer.jobs([jobId]);
    this.parts.announcer.scheduler();
    return job;
  }

  forget(jobId: number): void {
    this.enrolment.drop(jobId);
    this.rearm();
    this.parts.announcer.scheduler();
  }

  /** The zone of jobs without one changed: reads every schedule anew. */
  async rezone(): Promise<void> {
    for (const { job } of [...this.parts.roster.jobs.values()]) await this.reload(job.id);
  }

  /** The computer is about to sleep, or has just woken. */
  suspend(): void {
    this.because ??= 'asleep';
    this.parts.bands.suspended();
  }
  async resumeFromSleep(): Promise<void> {
    await this.tick();
    this.parts.bands.woke();
    this.parts.events.woke();
  }

  /** Lets triggers ring that no clock makes due; a scheduler that is off does not hear them. */
  async fire(fired: Fired[]): Promise<void> {
    if (this.on)
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
    const wasOn = this.on;
    this.on = false;
    this.parts.alarm.disarm();
    await this.idle();
    try {
      await work();
      this.parts.leftovers.forget();
    } finally {
      await this.readAnew();
      this.on ||= wasOn;
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
    this.setBack = true;
    await this.enrolment.keepNextRuns();
    announcer.scheduler();
  }

  /** Settles everything that is due. Calls that come while one is under way are folded into one more. */
  tick(): Promise<void> {
    if (this.ticking) {
      this.again = true;
      return this.ticking;
    }
    this.ticking = this.drain()
      .catch((error: unknown) => this.settling.complain(error))
      .finally(() => {
        this.ticking = null;
        this.rearm();
      });
    return this.ticking;
  }

  /** Resolves when no wake is being settled. */
  async idle(): Promise<void> {
    while (this.ticking) await this.ticking;
  }

  /** No further bell; runs in progress are not touched. */
  halt(): void {
    this.on = false;
    this.watch.stop();
    this.parts.bands.halt();
    this.parts.events.halt();
    this.parts.leftovers.halt();
    this.parts.alarm.disarm();
  }

  private async drain(): Promise<void> {
    do {
      this.again = false;
      const { step, expected } = this.watch.observe();
      if (step !== 'none') this.parts.bands.stepped(step, expected);
      this.setBack ||= step === 'back';
      if (this.setBack) await this.rewind();
      if (!this.on) return;
      const reason = this.because ?? (step === 'ahead' ? 'asleep' : 'held-up');
      if (!(await this.settling.settleDue(reason, this.pause))) return;
      this.because = null;
      await this.pauses.endDue((jobId) => this.reloadNow(jobId));
    } while (this.again);
  }

  /** After a clock that was set back: what comes next, and what holds it, counts from the new now. */
  private async rewind(): Promise<void> {
    const { roster, store, clock, announcer } = this.parts;
    const now = clock.now();
    const cut = await rewind(roster, store, now);
    await this.pauses.moveBack(now, (jobId) => this.reloadNow(jobId));
    const moved = await this.enrolment.keepMovedRuns();
    this.setBack = false;
    announcer.runs(cut);
    announcer.jobs(moved);
  }

  private rearm(): void {
    if (!this.on || this.ticking) return;
    const now = this.parts.clock.now();
    const soonest = Math.min(this.parts.roster.head()?.at ?? now + MAX_WAKE_MS, this.pause?.until ?? Infinity);
    const earliest = this.settling.trouble === null ? now : now + RETRY_MS;
    this.parts.alarm.arm(Math.max(earliest, Math.min(soonest, now + MAX_WAKE_MS)));
  }
}
