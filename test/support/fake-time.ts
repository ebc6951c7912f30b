import type { Alarm, Clock, Timers } from '#core/ports.ts';

interface Timer {
  at: number;
  every: number | null;
  run: () => void;
}

/** A wall clock, a monotonic clock, timers and the alarm, all moved by hand. The one fake we love. */
export class FakeTime implements Clock, Timers, Alarm {
  private mono = 1_000;
  private readonly timers = new Set<Timer>();
  /** Monotonic: a timer counts on while somebody sets the clock, and stands still while the computer sleeps. */
  private alarmAt: number | null = null;
  private ring: () => void = () => {};
  /** How often the alarm rang: the engine's work must grow with rings, not with time. */
  rings = 0;
  /** Hears of the alarm, and of a repeated timer by its period in ms, just before they fire. */
  before: (fired: 'alarm' | number) => void = () => {};

  constructor(
    private wall: number,
    private readonly quiet: () => Promise<void>,
  ) {}

  now = () => this.wall;
  monotonic = () => this.mono;
  arm = (at: number) => {
    this.alarmAt = this.mono + Math.max(0, at - this.wall);
  };
  disarm = () => {
    this.alarmAt = null;
  };
  onRing = (ring: () => void) => {
    this.ring = ring;
  };
  after = (ms: number, run: () => void) => this.add({ at: this.mono + ms, every: null, run });
  every = (ms: number, run: () => void) => this.add({ at: this.mono + ms, every: ms, run });

  private add(timer: Timer): () => void {
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Lets `ms` pass, firing everything on its instant and waiting for the dust to settle each time. */
  async advance(ms: number): Promise<void> {
    const end = this.mono + ms;
    await this.quiet();
    for (let next = this.nextFire(); next !== null && next.at <= end; next = this.nextFire()) {
      this.pass(Math.max(0, next.at - this.mono));
      next.fire();
      await this.quiet();
    }
    this.pass(end - this.mono);
  }

  async advanceTo(wall: number): Promise<void> {
    await this.advance(wall - this.wall);
  }

  /** The computer sleeps: the wall clock goes on, the monotonic one and all timers stand still. */
  sleep(ms: number): void {
    this.wall += ms;
  }

  /** The process is held (SIGSTOP): both clocks go on, nothing fires. */
  hold(ms: number): void {
    this.pass(ms);
  }

  /** Somebody sets the clock. */
  step(ms: number): void {
    this.wall += ms;
  }

  private pass(ms: number): void {
    this.wall += ms;
    this.mono += ms;
  }

  private nextFire(): { at: number; fire: () => void } | null {
    let soonest: Timer | null = null;
    for (const timer of this.timers) if (!soonest || timer.at < soonest.at) soonest = timer;
    const alarm = this.alarmAt ?? Number.POSITIVE_INFINITY;
    if (alarm <= (soonest?.at ?? Number.POSITIVE_INFINITY)) {
      return alarm === Number.POSITIVE_INFINITY ? null : { at: alarm, fire: () => this.fireAlarm() };
    }
    const timer = soonest as Timer;
    return { at: timer.at, fire: () => this.fireTimer(timer) };
  }

  private fireAlarm(): void {
    this.alarmAt = null;
    this.rings++;
    this.before('alarm');
    this.ring();
  }

  private fireTimer(timer: Timer): void {
    if (timer.every === null) this.timers.delete(timer);
    else {
      timer.at = Math.max(timer.at + timer.every, this.mono + 1);
      this.before(timer.every);
    }
    timer.run();
  }
}
