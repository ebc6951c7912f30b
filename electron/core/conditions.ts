import type { Conditions } from '#contract/policy.ts';
import type { RunReason } from '#contract/run.ts';
import type { Settings } from '#contract/settings.ts';
import type { Surroundings } from './ports.ts';
import { zoneOf } from './zone.ts';

const DAY = 86_400_000;

/** Which condition keeps a job from running at `now` (epoch ms), or null when all are met. */
export function unmet(
  conditions: Conditions,
  surroundings: Surroundings,
  now: number,
  quiet: Settings['quietHours'],
  zone: string,
): RunReason | null {
  if (conditions.mains && !surroundings.onMains()) return 'on-battery';
  if (conditions.online && !surroundings.online()) return 'offline';
  if (conditions.outsideQuietHours && quiet && isWithin(quiet, now, zone)) return 'quiet-hours';
  if (conditions.idleMs !== null && surroundings.idleMs() < conditions.idleMs) return 'in-use';
  return null;
}

/** Whether a job rings whatever its surroundings are. */
export function isFree({ mains, online, outsideQuietHours, idleMs }: Conditions): boolean {
  return !mains && !online && !outsideQuietHours && idleMs === null;
}

/** Whether the wall clock of `zone` stands in [from, to); equal ends mean the whole day. */
export function isWithin({ from, to }: NonNullable<Settings['quietHours']>, now: number, zone: string): boolean {
  const wall = now + zoneOf(zone).segmentAt(now).offset;
  const time = ((wall % DAY) + DAY) % DAY;
  const [start, end] = [msOf(from), msOf(to)];
  return start < end ? time >= start && time < end : time >= start || time < end;
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
