import type { DaylightSaving } from '#contract/policy.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { parseCron } from '#core/cron.ts';
import { type Sequence, sequenceOf } from '#core/occurrences.ts';
import { zoneOf } from '#core/zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far two schedulers are compared. */
const SPAN = 2 * 366 * DAY;
const STRETCH = 30 * DAY;
/** Around a change of clocks; but for one skipped day none is longer. */
const BEFORE = 2 * HOUR;
const AFTER = 4 * HOUR;
/** At least so many occurrences are compared one by one, wherever it is looked. */
const SOME = 20;

export interface Ringing {
  spec: TimedSpec;
  zone: string;
  dst: DaylightSaving;
}

/**
 * Whether two schedules ring at the same instants for two years from `from` (epoch ms): as often in each stretch of 30
 * days, and one by one at first and around every change of clocks in either zone.
 */
export function sameInstants(a: Ringing, b: Ringing, from: number): boolean {
  const [left, right] = [a, b].map(({ spec, zone, dst }) => sequenceOf(spec, zone, dst)) as [Sequence, Sequence];
  for (let at = from; at < from + SPAN; at += STRETCH) {
    if (left.count(at, at + STRETCH) !== right.count(at, at + STRETCH)) return false;
  }
  const places = new Set([from, ...changes(a.zone, from), ...changes(b.zone, from)]);
  return [...places].every((place) => inStep(left, right, Math.max(from, place - BEFORE), place + AFTER));
}

function inStep(left: Sequence, right: Sequence, start: number, end: number): boolean {
  let at = start;
  for (let n = 0; n < SOME || at < end; n++) {
    const next = left.next(at);
    if (next !== right.next(at)) return false;
    if (next === null) return true;
    at = next;
  }
  return true;
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

/** Many lines of a crontab share a schedule. */
const known = new Map<string, boolean>();
const KNOWN_LIMIT = 1000;

/** The rule that makes a schedule ring as its source does at changes of clocks; Belfry's own where that is the same. */
export function ruleFor(specs: TimedSpec[], zone: string, theirs: DaylightSaving, now: number): DaylightSaving {
  const same = specs.every((spec) => {
    const key = JSON.stringify([spec, zone, theirs, now]);
    const found = known.get(key) ?? sameInstants({ spec, zone, dst: OWN_RULE }, { spec, zone, dst: theirs }, now);
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(key, found);
    return found;
  });
  return same ? OWN_RULE : theirs;
}

/** Whether the zone ever changes its clocks in the coming years. */
export const isSteady = (zone: string, now: number): boolean => changes(zone, now).length === 0;

/** Refuses what does not parse. */
export const cron = (expression: string): TimedSpec => {
  parseCron(expression);
  return { kind: 'cron', expression };
};
