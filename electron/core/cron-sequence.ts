import type { DaylightSaving } from '#contract/policy.ts';
import type { ClockNote } from '#contract/schedule.ts';
import type { Cron } from './cron.ts';
import type { Sequence } from './sequence.ts';
import { WallTimes } from './wall.ts';
import type { Segment, Zone } from './zone.ts';

/** Segments of a zone looked through before a schedule counts as never ringing: 41 years of changes. */
const HORIZON_MS = 41 * 366 * 86_400_000;

/**
 * A cron expression in a zone. Within a stretch of one offset its wall times are simply shifted; at the edges:
 * a gap that swallows wall times rings once at the first instant after it (unless a rhythm rings within the hour
 * after anyway), and the second pass of a repeated stretch counts for rhythms only. See the user guide, "Daylight saving".
 */
export class CronSequence implements Sequence {
  private readonly walls: WallTimes;
  private readonly twice: boolean;
  private asked = Number.NaN;
  private answer: number | null = null;

  constructor(
    private readonly cron: Cron,
    private readonly zone: Zone,
    private readonly dst: DaylightSaving,
  ) {
    this.walls = new WallTimes(cron);
    this.twice = dst.repeat === 'both' || (dst.repeat === 'auto' && cron.rhythm);
  }

  /** Remembers one answer: jobs that share a schedule ask the same question one after another. */
  next(after: number): number | null {
    if (after !== this.asked) {
      this.answer = this.find(after);
      this.asked = after;
    }
    return this.answer;
  }

  private find(after: number): number | null {
    const from = after + 1;
    const limit = from + HORIZON_MS;
    for (let segment = this.zone.segmentAt(from); segment.start < limit; segment = this.zone.segmentAt(segment.end)) {
      if (segment.start >= from && this.ringsAfterGap(segment)) return segment.start;
      const wall = this.walls.next(Math.max(from + segment.offset, this.firstWall(segment)));
      if (wall === null) return null;
      if (wall - segment.offset < segment.end) return wall - segment.offset;
      if (segment.end === Number.POSITIVE_INFINITY) return null;
    }
    return null;
  }

  previous(at: number): number | null {
    const limit = at - HORIZON_MS;
    for (let segment = this.zone.segmentAt(at); segment.end > limit; segment = this.zone.segmentAt(segment.start - 1)) {
      const wall = this.walls.previous(Math.min(at, segment.end - 1) + segment.offset);
      if (wall === null) return null;
      if (wall >= this.firstWall(segment)) return wall - segment.offset;
      if (this.ringsAfterGap(segment)) return segment.start;
      if (segment.start === Number.NEGATIVE_INFINITY) return null;
    }
    return null;
  }

  count(after: number, through: number): number {
    let total = 0;
    for (let at = after + 1; at <= through; ) {
      const segment = this.zone.segmentAt(at);
      if (segment.start === at && this.ringsAfterGap(segment)) total++;
      const from = Math.max(at + segment.offset, this.firstWall(segment));
      const end = Math.min(through + 1, segment.end);
      total += this.walls.count(from, end + segment.offset);
      at = end;
    }
    return total;
  }

  note(at: number): ClockNote | null {
    const segment = this.zone.segmentAt(at);
    if (at === segment.start && this.ringsAfterGap(segment)) return 'moved-after-gap';
    const wall = at + segment.offset;
    if (wall < segment.start + segment.before) return 'second-of-two';
    if (segment.end === Number.POSITIVE_INFINITY) return null;
    const following = this.zone.segmentAt(segment.end);
    return wall >= following.start + following.offset ? 'first-of-two' : null;
  }

  /** The wall time from which a segment counts: a second pass may not. */
  private firstWall({ start, offset, before }: Segment): number {
    if (start === Number.NEGATIVE_INFINITY) return start;
    return start + (this.twice ? offset : Math.max(offset, before));
  }

  /** Whether the gap before a segment swallowed something that now rings at its start. */
  private ringsAfterGap({ start, offset, before }: Segment): boolean {
    if (offset <= before || this.dst.gap === 'skip') return false;
    if (this.walls.count(start + before, start + offset) === 0) return false;
    // An hourly job at :15 goes on at 03:15; one each two hours would otherwise be silent for three.
    const busy = this.cron.rhythm ? offset - before : 1000;
    return this.walls.count(start + offset, start + offset + busy) === 0;
  }
}
