import { BelfryError } from '#contract/error.ts';
import type { DaylightSaving } from '#contract/policy.ts';
import type { Occurrence } from '#contract/schedule.ts';
import { isTimeZone } from '#contract/time.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { parseCron } from './cron.ts';
import { CronSequence } from './cron-sequence.ts';
import { intervalSequence } from './interval-sequence.ts';
import type { Sequence } from './sequence.ts';
import { zoneOf } from './zone.ts';

export type { Sequence };

/** Cron sequences are shared, and with them the last answer: 100,000 jobs have far fewer different ones. */
const sequences = new Map<string, Sequence>();
const SHARED_LIMIT = 10_000;

/**
 * When a trigger is due. One calculator serves engine, preview and command line.
 * @throws BelfryError `invalid`, field `expression` or `zone`
 */
export function sequenceOf(spec: TimedSpec, zone: string, dst: DaylightSaving): Sequence {
  if (!isKnown(zone))
    throw new BelfryError('invalid', `Unknown time zone ${zone}. Use a name like Europe/Paris or UTC.`, 'zone');
  switch (spec.kind) {
    case 'cron':
      return cronSequence(spec.expression, zone, dst);
    case 'interval':
      return intervalSequence(spec, zoneOf(zone), dst);
    case 'once':
      return once(spec.at);
  }
}

/** The next `count` occurrences after `from` (epoch ms, exclusive), with what a change of clocks does to them. */
export function upcoming(sequence: Sequence, from: number, count: number): Occurrence[] {
  const found: Occurrence[] = [];
  for (let at = from; found.length < count; ) {
    const next = sequence.next(at);
    if (next === null) break;
    found.push({ at: next, note: sequence.note(next) });
    at = next;
  }
  return found;
}

function once(at: number): Sequence {
  return {
    next: (after) => (after < at ? at : null),
    previous: (instant) => (instant >= at ? at : null),
    count: (after, through) => (after < at && at <= through ? 1 : 0),
    note: () => null,
  };
}

function cronSequence(expression: string, zone: string, dst: DaylightSaving): Sequence {
  const key = `${expression}\n${zone}\n${dst.gap} ${dst.repeat}`;
  let sequence = sequences.get(key);
  if (!sequence) {
    sequence = new CronSequence(parseCron(expression), zoneOf(zone), dst);
    if (sequences.size >= SHARED_LIMIT) sequences.clear();
    sequences.set(key, sequence);
  }
  return sequence;
}

const knownZones = new Set<string>();

/** Asking Intl costs 30 µs; names that were good stay good. */
function isKnown(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  if (!isTimeZone(zone)) return false;
  knownZones.add(zone);
  return true;
}
