import { zoneOf } from './zone.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Starts (`at`, epoch ms) by weekday, Monday first, and hour of the zone: 7 rows of 24. */
export function heatOf(starts: readonly { at: number; count: number }[], zone: string): number[][] {
  const heat = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  const { segmentAt } = zoneOf(zone);
  for (const { at, count } of starts) {
    const wall = at + segmentAt(at).offset;
    // 1970 began on a Thursday.
    const row = heat[(Math.floor(wall / DAY) + 3) % 7] as number[];
    const hour = Math.floor((wall % DAY) / HOUR);
    row[hour] = (row[hour] ?? 0) + count;
  }
  return heat;
}
