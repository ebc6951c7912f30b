import type { DaylightSaving } from '#contract/policy.ts';
import type { ClockNote } from '#contract/schedule.ts';
import type { IntervalSpec, IntervalUnit } from '#contract/trigger.ts';
import { civil, DAY_MS, dayNumber, daysIn } from './calendar.ts';
import type { Sequence } from './sequence.ts';
import { gapAround, instantsOf, type Zone } from './zone.ts';

const REAL: Partial<Record<IntervalUnit, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };
/** The last instant that is ever due; a four-digit year. */
const END = 253_402_300_799_999;

/** Every N seconds, minutes or hours of real time, from the anchor on. */
export class RealInterval implements Sequence {
  constructor(
    private readonly anchor: number,
    private readonly step: number,
  ) {}
  next(after: number): number | null {
    const k = Math.max(0, Math.floor((after - this.anchor) / this.step) + 1);
    const at = this.anchor + k * this.step;
    return at <= END ? at : null;
  }
  previous(at: number): number | null {
    return at < this.anchor ? null : this.anchor + Math.floor((at - this.anchor) / this.step) * this.step;
  }
  count(after: number, through: number): number {
    const upTo = (at: number) => (at < this.anchor ? 0 : Math.floor((at - this.anchor) / this.step) + 1);
    return upTo(through) - upTo(after);
  }
  note(): ClockNote | null {
    return null;
  }
}

/** Every N days, weeks, months or years at the anchor's wall time; months and years keep its day, clamped. */
export class CalendarInterval implements Sequence {
  private readonly wall: number;

  constructor(
    private readonly spec: IntervalSpec,
    private readonly zone: Zone,
    private readonly dst: DaylightSaving,
  ) {
    this.wall = spec.anchor + zone.segmentAt(spec.anchor).offset;
  }

  next(after: number): number | null {
    for (let k = Math.max(0, this.stepNear(after) - 1); ; k++) {
      if (this.wallOf(k) > END) return null;
      const at = this.instants(k).find((instant) => instant > after);
      if (at !== undefined) return at;
    }
  }

  previous(at: number): number | null {
    for (let k = this.stepNear(at) + 1; k >= 0; k--) {
      const found = this.instants(k).findLast((instant) => instant <= at);
      if (found !== undefined) return found;
    }
    return null;
  }

  count(after: number, through: number): number {
    let total = 0;
    for (let at = this.next(after); at !== null && at <= through; at = this.next(at)) total++;
    return total;
  }

  note(at: number): ClockNote | null {
    const wall = at + this.zone.segmentAt(at).offset;
    const both = instantsOf(this.zone, wall);
    if (both.length > 1) return both[0] === at ? 'first-of-two' : 'second-of-two';
    return (wall - this.wall) % 60_000 !== 0 || !sameTimeOfDay(wall, this.wall) ? 'moved-after-gap' : null;
  }

  private instants(k: number): number[] {
    const wall = this.wallOf(k);
    // The anchor itself may be the second of two equal wall times; nothing rings before it.
    const found = instantsOf(this.zone, wall).filter((at) => at >= this.spec.anchor);
    if (found.length > 0) return this.dst.repeat === 'both' ? found : found.slice(0, 1);
    const gap = this.dst.gap === 'after' ? gapAround(this.zone, wall) : null;
    return gap ? [gap.start] : [];
  }

  private wallOf(k: number): number {
    const { every, unit } = this.spec;
    if (unit === 'day' || unit === 'week') return this.wall + k * every * (unit === 'week' ? 7 : 1) * DAY_MS;
    const anchorDay = Math.floor(this.wall / DAY_MS);
    const { year, month, day } = civil(anchorDay);
    const months = year * 12 + (month - 1) + k * every * (unit === 'year' ? 12 : 1);
    const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
    return dayNumber(y, m, Math.min(day, daysIn(y, m))) * DAY_MS + (this.wall - anchorDay * DAY_MS);
  }

  /** A step whose wall time lies at most one step from `at`. */
  private stepNear(at: number): number {
    const { every, unit } = this.spec;
    const wall = at + this.zone.segmentAt(at).offset;
    if (unit === 'day' || unit === 'week') {
      return Math.floor((wall - this.wall) / (every * (unit === 'week' ? 7 : 1) * DAY_MS));
    }
    const monthsOf = (instant: number) => {
      const { year, month } = civil(Math.floor(instant / DAY_MS));
      return year * 12 + month;
    };
    return Math.floor((monthsOf(wall) - monthsOf(this.wall)) / (every * (unit === 'year' ? 12 : 1)));
  }
}

const sameTimeOfDay = (a: number, b: number) => (a - b) % DAY_MS === 0;

/** @throws never; an interval is always well formed by its schema */
export function intervalSequence(spec: IntervalSpec, zone: Zone, dst: DaylightSaving): Sequence {
  const real = REAL[spec.unit];
  return real === undefined ? new CalendarInterval(spec, zone, dst) : new RealInterval(spec.anchor, spec.every * real);
}
