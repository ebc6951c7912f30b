import type { Band, BandKind, ClockJump } from '#contract/band.ts';
import type { Pause } from '#contract/job.ts';
import { LEAST_JUMP_MS } from '#contract/limits.ts';
import type { ClockStep } from './clock-watch.ts';
import type { Clock, Store, Timers } from './ports.ts';

/** The last sign of life is written this often: after a crash, no more than this is told wrongly. */
export const BEAT_MS = 60_000;
/** Shorter stretches are no one's concern. */
const LEAST_MS = 2_000;
/** A clock set back by more has not repeated that time, it has corrected it. */
const REPEATED_MS = 86_400_000;

export interface BandKeeperParts {
  clock: Clock;
  timers: Timers;
  store: Pick<Store, 'bands' | 'settings'>;
  /** Between two signs of life, ms. */
  beatMs: number;
  /** The clock was set, and it is written down. */
  onJump: (jump: ClockJump) => void;
  report: (error: unknown) => void;
}

/** Writes down the stretches of time in which nothing could ring, and why. */
export class BandKeeper {
  private suspendedAt: number | null = null;
  private offSince: number | null = null;
  private started = false;
  private cancel: (() => void) | null = null;

  constructor(private readonly parts: BandKeeperParts) {}

  /** Notes the gap since the last sign of life; from here on there is one each minute. */
  async start(on: boolean): Promise<void> {
    const now = this.parts.clock.now();
    const alive = await this.parts.store.settings.aliveAt();
    if (alive !== null) this.record('not-running', alive, now);
    if (!on) this.offSince = now;
    this.started = true;
    await this.beat();
    this.cancel ??= this.parts.timers.every(this.parts.beatMs, () => void this.beat());
  }

  halt(): void {
    this.cancel?.();
    this.cancel = null;
  }

  /** A sign of life; what is under way is written as far as it has come. None comes before the last one was read. */
  async beat(): Promise<void> {
    if (!this.started) return;
    const now = this.parts.clock.now();
    if (this.offSince !== null) this.record('scheduler-off', this.offSince, now);
    await this.parts.store.settings.setAliveAt(now).catch(this.parts.report);
  }

  /** The wall clock moved against the monotonic one, which would have made it `expected` (epoch ms). */
  stepped(step: ClockStep, expected: number): void {
    const now = this.parts.clock.now();
    if (step === 'back') {
      void this.parts.store.bands.cut(now).catch(this.parts.report);
      if (expected - now <= REPEATED_MS) this.record('clock-jumped', now, expected);
      if (this.offSince !== null) this.offSince = Math.min(this.offSince, now);
      this.jumped(expected, now);
      return;
    }
    this.record(this.suspendedAt === null ? 'clock-jumped' : 'asleep', expected, now);
    if (this.suspendedAt === null) this.jumped(expected, now);
    this.suspendedAt = null;
  }

  suspended(): void {
    this.suspendedAt ??= this.parts.clock.now();
  }

  /** Where the monotonic clock goes on during sleep, only this tells that there was one. */
  woke(): void {
    if (this.suspendedAt !== null) this.record('asleep', this.suspendedAt, this.parts.clock.now());
    this.suspendedAt = null;
  }

  switchedOff(): void {
    this.offSince ??= this.parts.clock.now();
  }
  switchedOn(): void {
    if (this.offSince !== null) this.record('scheduler-off', this.offSince, this.parts.clock.now());
    this.offSince = null;
  }

  /** The pause of everything is over. */
  resumed({ since, until }: Pause): void {
    this.record('paused', since, Math.min(until, this.parts.clock.now()));
  }

  /** Bands that still go on: the pause up to its end, the scheduler's being off up to now. */
  open(pause: Pause | null): Band[] {
    const bands: Band[] = pause ? [{ kind: 'paused', from: pause.since, to: pause.until }] : [];
    if (this.offSince !== null) bands.push({ kind: 'scheduler-off', from: this.offSince, to: this.parts.clock.now() });
    return bands;
  }

  private jumped(from: number, to: number): void {
    const { store, onJump, report } = this.parts;
    const jump = { from: Math.max(0, Math.round(from)), to: Math.round(to) };
    if (Math.abs(to - from) < LEAST_JUMP_MS) return;
    void store.settings.addClockJump(jump).then(() => onJump(jump), report);
  }

  private record(kind: BandKind, from: number, to: number): void {
    const band = { kind, from: Math.round(from), to: Math.round(to) };
    if (to - from >= LEAST_MS) void this.parts.store.bands.record(band).catch(this.parts.report);
  }
}
