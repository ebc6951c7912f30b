import type { Job } from '#contract/job.ts';
import type { RunReason } from '#contract/run.ts';
import type { BandKeeper } from './bands.ts';
import { ClockWatch } from './clock-watch.ts';
import type { Enrolment } from './enrolment.ts';
import type { Pauses } from './pauses.ts';
import type { Alarm, Announcer, Clock, Store, Timers } from './ports.ts';
import { rewind } from './rewind.ts';
import type { Roster } from './roster.ts';
import type { Settling } from './settling.ts';
import type { Waking } from './waking.ts';

/** The alarm is set at most this far ahead, so that a clock step is met soon whatever the timers do. */
const MAX_WAKE_MS = 15_000;
/** How soon to try again when the store refused to settle. */
const RETRY_MS = 1_000;

export interface WakesParts {
  clock: Clock;
  timers: Timers;
  alarm: Alarm;
  store: Pick<Store, 'settledAhead' | 'rewind'>;
  roster: Roster;
  announcer: Announcer;
  bands: BandKeeper;
  pauses: Pauses;
  enrolment: Enrolment;
  settling: Settling;
  waking: Waking;
  /** Reads a job again whose pause has ended or moved. */
  reload: (jobId: number) => Promise<Job>;
}

/** One wake after the other: each settles everything that is due, whatever the clock did, and sets the alarm for the next. */
export class Wakes {
  private readonly watch: ClockWatch;
  private on = false;
  /** Why occurrences found late were late, when it is not what the clocks say. */
  private because: RunReason | null = 'not-running';
  private ticking: Promise<void> | null = null;
  private again = false;
  /** The clock was set back, and what that means is not on disk yet. */
  private setBack = false;
  private halted = false;

  constructor(private readonly parts: WakesParts) {
    this.watch = new ClockWatch(parts.clock, parts.timers, () => void this.tick());
    parts.alarm.onRing(() => void this.tick());
  }

  get isOn(): boolean {
    return this.on;
  }

  /** The wake under way, whose cursors have moved and are not on disk yet. */
  get underWay(): Promise<void> | null {
    return this.ticking;
  }

  /** Watches the clock from now on. */
  start(): void {
    this.watch.start();
  }

  /** Nothing rings any more, whoever asks for it. */
  get isHalted(): boolean {
    return this.halted;
  }

  /** Lets bells ring from the next tick on. */
  switchOn(): void {
    this.on = !this.halted;
  }

  /** No bell rings; what falls due meanwhile is late because of `reason` (absent = as before). */
  switchOff(reason: RunReason | null = this.because): void {
    this.on = false;
    this.because = reason;
    this.parts.alarm.disarm();
  }

  /** What is found late at the next tick is so because of this, unless something else came before. */
  lateBecause(reason: RunReason): void {
    this.because ??= reason;
  }

  /** The clock may have been set back while nobody looked: the next tick goes by the ledger. */
  doubtClock(): void {
    this.setBack = true;
  }

  /** Settles everything that is due. Calls that come while one is under way are folded into one more. */
  tick(): Promise<void> {
    if (this.ticking) {
      this.again = true;
      return this.ticking;
    }
    this.ticking = this.drain()
      .catch((error: unknown) => this.parts.settling.complain(error))
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

  halt(): void {
    this.halted = true;
    this.watch.stop();
    this.switchOff();
  }

  /** Sets the alarm for what comes next. */
  rearm(): void {
    if (!this.on || this.ticking) return;
    const { clock, roster, pauses, settling, alarm } = this.parts;
    const now = clock.now();
    const soonest = Math.min(roster.head()?.at ?? now + MAX_WAKE_MS, pauses.all?.until ?? Infinity);
    const earliest = settling.trouble === null ? now : now + RETRY_MS;
    alarm.arm(Math.max(earliest, Math.min(soonest, now + MAX_WAKE_MS)));
  }

  private async drain(): Promise<void> {
    const { bands, settling, pauses, reload, waking } = this.parts;
    do {
      this.again = false;
      waking.atWork();
      const { step, expected } = this.watch.observe();
      if (step !== 'none') bands.stepped(step, expected);
      this.setBack ||= step === 'back';
      if (this.setBack) await this.rewind();
      if (!this.on) return;
      const reason = this.because ?? (step === 'ahead' ? 'asleep' : 'held-up');
      if (!(await settling.settleDue(reason, pauses.all))) return;
      this.because = null;
      await pauses.endDue(reload);
    } while (this.again);
  }

  /** After a clock that was set back: what comes next, and what holds it, counts from the new now. */
  private async rewind(): Promise<void> {
    const { roster, store, clock, announcer, pauses, enrolment, reload } = this.parts;
    const now = clock.now();
    const cut = await rewind(roster, store, now);
    await pauses.moveBack(now, reload);
    const moved = await enrolment.keepMovedRuns();
    this.setBack = false;
    announcer.runs(cut);
    announcer.jobs(moved);
  }
}
