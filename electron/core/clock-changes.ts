import type { ClockNote } from '#contract/schedule.ts';
import type { ClockChange } from '#contract/timeline.ts';
import { isFrequent } from './ahead.ts';
import type { ArmedJob } from './armed.ts';
import type { Roster } from './roster.ts';
import { zoneOf } from './zone.ts';

const HOUR = 3_600_000;
const YEAR = 366 * 24 * HOUR;
/** Jobs that ring several times a day lose or gain little by an hour. */
const RHYTHM_MS = 12 * HOUR;

/** The next change of a zone's clocks after `now` (epoch ms), within `withinMs`; null when there is none. */
export function nextClockChange(zone: string, now: number, withinMs: number = YEAR): ClockChange | null {
  const clocks = zoneOf(zone);
  for (let at = now; ; ) {
    const segment = clocks.segmentAt(at);
    if (segment.end > now + withinMs) return null;
    const following = clocks.segmentAt(segment.end);
    at = segment.end;
    const shiftMs = following.offset - segment.offset;
    if (shiftMs !== 0) return { at, shiftMs, wall: at + segment.offset };
  }
}

export interface Collision {
  armed: ArmedJob;
  /** Epoch ms. */
  at: number;
  note: ClockNote;
  zone: string;
}

/** Bells at a wall time that the next change of clocks removes or repeats, within `withinMs`; rhythms left out. */
export function collisions(roster: Roster, zone: string, now: number, withinMs: number): Collision[] {
  const changes = new Map<string, ClockChange | null>();
  const changeOf = (name: string) => {
    const known = changes.get(name);
    if (known !== undefined) return known;
    const change = nextClockChange(name, now, withinMs);
    changes.set(name, change);
    return change;
  };
  const found: Collision[] = [];
  for (const armed of roster.jobs.values()) {
    const { job } = armed;
    const change = job.enabled ? changeOf(job.zone ?? zone) : null;
    if (!change || (change.shiftMs < 0 && job.policy.repeat !== 'auto')) continue;
    const first = firstNoted(armed, change, now);
    if (first && !isFrequent(armed, now, RHYTHM_MS)) found.push({ armed, ...first, zone: job.zone ?? zone });
  }
  return found.sort((a, b) => a.at - b.at);
}

function firstNoted({ triggers }: ArmedJob, change: ClockChange, now: number): { at: number; note: ClockNote } | null {
  const reach = Math.abs(change.shiftMs);
  for (const { sequence } of triggers) {
    for (let at = sequence.next(Math.max(now, change.at - reach - 1)); at !== null && at < change.at + reach; ) {
      const note = sequence.note(at);
      if (note) return { at, note };
      at = sequence.next(at + 60_000);
    }
  }
  return null;
}
