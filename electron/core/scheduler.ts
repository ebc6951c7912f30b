import { BelfryError } from '#contract/error.ts';
import type { Job, Pause } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Admission } from './admission.ts';
import { type ArmedJob, type ArmedTrigger, nextRunAt } from './armed.ts';
import type { BandKeeper } from './bands.ts';
import { ClockWatch } from './clock-watch.ts';
import { DuePlanner } from './due-planner.ts';
import type { EventTriggers, Fired } from './event-triggers.ts';
import type { Launcher } from './launcher.ts';
import type { Leftovers } from './leftovers.ts';
import type { Alarm, Announcer, Clock, Settlement, Store, Timers } from './ports.ts';
import { rewind } from './rewind.ts';
import type { Roster } from './roster.ts';
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
  report: (error: unknown) => void;
}

/** Wakes when something is due, settles all of it in one transaction, and hands what runs to the launcher. */
export class Scheduler {
  private readonly watch: ClockWatch;
  private readonly planner: DuePlanner;
  private readonly unscheduled: Unscheduled;
  private on = false;
  private pauseNow: Pause | null = null;
  /** Why occurrences found late were late, when it is not what the clocks say. */
  private because: RunReason | null = 'not-running';
  private ticking: Promise<void> | null = null;
  private again = false;
  /** The clock was set back, and what that means is not on disk yet. */
  private setBack = false;
  private trouble: string | null = null;

  constructor(private readonly parts: SchedulerParts) {
    this.planner = new DuePlanner(parts.roster, parts.launcher);
    this.unscheduled = new Unscheduled(parts);
    this.watch = new ClockWatch(parts.clock, parts.timers, () => void this.tick());
    parts.alarm.onRing(() => void this.tick());
  }

  get isOn(): boolean {
    return this.on;
  }
  get pause(): Pause | null {
    return this.pauseNow;
  }
  /** What keeps the scheduler from its work, in one sentence. */
  get problem(): string | null {
    return this.trouble;
  }

  /** Marks what an earlier process left behind, loads every job, settles what was missed, and arms. */
  async start(on: boolean): Promise<void> {
    const { store, clock, leftovers } = this.parts;
    const left = await store.interruptLeftovers(clock.now());
    void leftovers.find(left);
    this.pauseNow = await store.settings.pause();
    await this.parts.bands.start(on);
    for (const job of await store.jobs.all()) this.enlist(() => this.put(job));
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
  async switchOn(): Promise<void> {
    if (this.on) return;
    this.on = true;
    this.parts.bands.switchedOn();
    await this.tick();
  }

  /** Belfry goes on showing everything, but nothing rings. */
  async switchOff(): Promise<void> {
    if (!this.on) return;
    await this.tick();
    this.on = false;
    this.because = 'scheduler-off';
    this.parts.bands.switchedOff();
    this.parts.alarm.disarm();
    this.parts.announcer.scheduler();
  }

  /** Reads a job again after it was made, edited, enabled or restored, and arms it. */
  async reload(jobId: number): Promise<Job> {
    // A wake under way has moved cursors that are not on disk yet.
    await this.ticking;
    return this.reloadNow(jobId);
  }

  private async reloadNow(jobId: number): Promise<Job> {
    const { store, announcer, clock } = this.parts;
    const job = await store.jobs.find(jobId);
    if (!job) throw new BelfryError('not-found', `There is no job with id ${jobId}.`, 'job');
    const armed = this.put(job);
    const next = nextRunAt(armed);
    const fresh = next === job.nextRunAt ? job : await store.jobs.patch(jobId, { nextRunAt: next }, clock.now());
    armed.job = fresh;
    this.rearm();
    announcer.jobs([jobId]);
    announcer.scheduler();
    return fresh;
  }

  forget(jobId: number): void {
    this.parts.roster.drop(jobId);
    this.parts.events.drop(jobId);
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
    if (this.on) await this.unscheduled.fire(fired, this.pauseNow).catch((error: unknown) => this.complain(error));
  }

  /** Runs a job now, with variables of this run only. Its overlap policy holds here too: refused with a sentence, or queued. */
  runNow(job: Job, variables: Record<string, string> | null = null): Promise<Run> {
    return this.unscheduled.runNow(job, variables);
  }

  /** Pauses everything until `until` (epoch ms). */
  async pauseAll(until: number): Promise<void> {
    await this.tick();
    await this.setPause({ since: this.pauseNow?.since ?? this.parts.clock.now(), until });
  }

  /** Ends the pause of everything; what was held is settled first, as skipped. */
  async resumeAll(): Promise<void> {
    if (!this.pauseNow) return;
    this.pauseNow = { ...this.pauseNow, until: this.parts.clock.now() };
    await this.tick();
    await this.setPause(null);
  }

  async pauseJob(jobId: number, until: number): Promise<Job> {
    await this.tick();
    const since = this.parts.roster.jobs.get(jobId)?.job.pause?.since ?? this.parts.clock.now();
    await this.parts.store.jobs.patch(jobId, { pause: { since, until } }, this.parts.clock.now());
    return this.reload(jobId);
  }

  async resumeJob(jobId: number): Promise<Job> {
    const armed = this.parts.roster.jobs.get(jobId);
    if (armed?.job.pause) {
      armed.job = { ...armed.job, pause: { ...armed.job.pause, until: this.parts.clock.now() } };
      await this.tick();
    }
    await this.parts.store.jobs.patch(jobId, { pause: null }, this.parts.clock.now());
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
    const { roster, events, store, leftovers, clock, announcer } = this.parts;
    for (const id of [...roster.jobs.keys()]) {
      roster.drop(id);
      events.drop(id);
    }
    void leftovers.find(await store.interruptLeftovers(clock.now()));
    this.pauseNow = await store.settings.pause();
    for (const job of await store.jobs.all()) this.enlist(() => this.put(job));
    // The copy may have been made while the clock was ahead.
    this.setBack = true;
    const nextRuns = [...roster.jobs.values()].map((armed) => {
      armed.job = { ...armed.job, nextRunAt: nextRunAt(armed) };
      return { jobId: armed.job.id, nextRunAt: armed.job.nextRunAt };
    });
    await store.settle({ runs: [], cursors: [], nextRuns });
    announcer.scheduler();
  }

  /** Settles everything that is due. Calls that come while one is under way are folded into one more. */
  tick(): Promise<void> {
    if (this.ticking) {
      this.again = true;
      return this.ticking;
    }
    this.ticking = this.drain()
      .catch((error: unknown) => this.complain(error))
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
      if (!(await this.settleDue(reason))) return;
      this.because = null;
      await this.endPauses();
    } while (this.again);
  }

  /** False when the store could not take it: everything stays due and is tried again. */
  private async settleDue(reason: RunReason): Promise<boolean> {
    const { roster, store, launcher, clock, announcer } = this.parts;
    const now = clock.now();
    const due = roster.takeDue(now);
    if (due.length === 0) return true;
    const before = due.map((trigger) => trigger.cursor);
    const planned = this.planner.plan(due, now, reason, this.pauseNow);
    const nextRuns = nextRunsOf(due);
    try {
      const cursors = due.map((trigger) => ({ triggerId: trigger.id, cursor: now }));
      const rows = await store.settle({ runs: planned.map(({ row }) => row), cursors, nextRuns });
      this.trouble = null;
      // The bells first: whoever looks on can wait a few ms.
      launcher.commit(planned, rows);
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

  /** After a clock that was set back: what comes next, and what holds it, counts from the new now. */
  private async rewind(): Promise<void> {
    const { roster, store, clock, announcer } = this.parts;
    const now = clock.now();
    const cut = await rewind(roster, store, now);
    if (this.pauseNow && this.pauseNow.since > now) await this.setPause({ ...this.pauseNow, since: now });
    for (const { job } of roster.jobs.values()) {
      if (!job.pause || job.pause.since <= now) continue;
      await store.jobs.patch(job.id, { pause: { ...job.pause, since: now } }, now);
      await this.reloadNow(job.id);
    }
    const stale = [...roster.jobs.values()].filter((armed) => nextRunAt(armed) !== armed.job.nextRunAt);
    const nextRuns = stale.map((armed) => ({ jobId: armed.job.id, nextRunAt: nextRunAt(armed) }));
    if (nextRuns.length > 0) await store.settle({ runs: [], cursors: [], nextRuns });
    this.setBack = false;
    announcer.runs(cut);
    announcer.jobs(nextRuns.map(({ jobId }) => jobId));
  }

  private async endPauses(): Promise<void> {
    const now = this.parts.clock.now();
    if (this.pauseNow && this.pauseNow.until <= now) await this.setPause(null);
    for (const { job } of [...this.parts.roster.paused]) {
      if (!job.pause || job.pause.until > now) continue;
      await this.parts.store.jobs.patch(job.id, { pause: null }, now);
      await this.reloadNow(job.id);
    }
  }

  private async setPause(pause: Pause | null): Promise<void> {
    await this.parts.store.settings.setPause(pause);
    if (this.pauseNow && !pause) this.parts.bands.resumed(this.pauseNow);
    this.pauseNow = pause;
    this.rearm();
    this.parts.announcer.scheduler();
  }

  private rearm(): void {
    if (!this.on || this.ticking) return;
    const now = this.parts.clock.now();
    const soonest = Math.min(this.parts.roster.head()?.at ?? now + MAX_WAKE_MS, this.pauseNow?.until ?? Infinity);
    const earliest = this.trouble === null ? now : now + RETRY_MS;
    this.parts.alarm.arm(Math.max(earliest, Math.min(soonest, now + MAX_WAKE_MS)));
  }

  private put(job: Job): ArmedJob {
    this.parts.events.put(job);
    return this.parts.roster.put(job, this.parts.zone());
  }

  private enlist(put: () => void): void {
    try {
      put();
    } catch (error) {
      // One job that this version cannot read must not silence the others.
      this.parts.report(error);
    }
  }

  private complain(error: unknown): void {
    this.parts.report(error);
    const cause = error instanceof Error ? error.message : String(error);
    this.trouble = `The ledger cannot be written (${cause}). Nothing rings until it can; Belfry tries every second.`;
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
