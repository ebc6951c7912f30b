import type { DaylightSaving } from '#contract/policy.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { parseCron } from '#core/cron.ts';
import { type Sequence, sequenceOf } from '#core/occurrences.ts';
import { zoneOf } from '#core/zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far the clocks of two schedulers are compared. */
const SPAN = 3 * 366 * DAY;
/** Around a change of clocks; no change is longer but for one skipped day. */
const BEFORE = 3 * HOUR;
const AFTER = 6 * HOUR;

export interface Ringing {
  spec: TimedSpec;
  zone: string;
  dst: DaylightSaving;
}

/**
 * Whether two schedules ring at the same instants for three years from `from` (epoch ms): as often each day, and around
 * every change of clocks in either zone one by one.
 */
export function sameInstants(a: Ringing, b: Ringing, from: number): boolean {
  const [left, right] = [a, b].map(({ spec, zone, dst }) => sequenceOf(spec, zone, dst)) as [Sequence, Sequence];
  for (let at = from; at < from + SPAN; at += DAY) {
    if (left.count(at, at + DAY) !== right.count(at, at + DAY)) return false;
  }
  const windows = [...changes(a.zone, from), ...changes(b.zone, from)].map((at): [number, number] => [
    at - BEFORE,
    at + AFTER,
  ]);
  return [[from, from + AFTER] as [number, number], ...windows].every(([start, end]) => {
    for (let at = Math.max(start, from); ; ) {
      const [x, y] = [left.next(at), right.next(at)];
      if (x !== y) return (x ?? end) >= end && (y ?? end) >= end;
      if (x === null || x >= end) return true;
      at = x;
    }
  });
}

function changes(zone: string, from: number): number[] {
  const found: number[] = [];
  for (let segment = zoneOf(zone).segmentAt(from); segment.end < from + SPAN; ) {
    segment = zoneOf(zone).segmentAt(segment.end);
    if (segment.offset !== segment.before) found.push(segment.start);
  }
  return found;
}

/** The rule of a new job. */
export const OWN_RULE: DaylightSaving = { gap: 'after', repeat: 'auto' };

/** The rule that makes a schedule ring as its source does at changes of clocks; Belfry's own where that is the same. */
export function ruleFor(specs: TimedSpec[], zone: string, theirs: DaylightSaving, now: number): DaylightSaving {
  const same = specs.every((spec) => sameInstants({ spec, zone, dst: OWN_RULE }, { spec, zone, dst: theirs }, now));
  return same ? OWN_RULE : theirs;
}

/** Whether the zone ever changes its clocks in the coming years. */
export const isSteady = (zone: string, now: number): boolean => changes(zone, now).length === 0;

/** Refuses what does not parse. */
export const cron = (expression: string): TimedSpec => {
  parseCron(expression);
  return { kind: 'cron', expression };
};
