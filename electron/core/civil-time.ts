import { gapAround, instantsOf, zoneOf } from './zone.ts';

const pad = (value: number) => String(value).padStart(2, '0');

/** A wall time in a zone as `2026-10-23 14:43`, seconds only when there are any; the second of two equal ones with its offset. */
export function writeInstant(at: number, zone: string): string {
  const { offset } = zoneOf(zone).segmentAt(at);
  const iso = new Date(at + offset).toISOString();
  const text = `${iso.slice(0, 10)} ${writeTime(iso.slice(11, 23))}`;
  const [first] = instantsOf(zoneOf(zone), at + offset);
  return first === at ? text : `${text}${writeOffset(offset)}`;
}

/** `14:43:05.120` without zeros at its end. */
function writeTime(time: string): string {
  return time.replace(/\.000$/, '').replace(/^(\d\d:\d\d):00$/, '$1');
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(Math.floor(minutes % 60))}`;
}

/** Reads `2026-10-23`, `2026-10-23 14:43[:05[.120]]`, with `T`, `Z` or an offset; null when it is no date. Epoch ms. */
export function readInstant(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(
    text.trim(),
  );
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', milli = '0', offset] = match;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(milli.padEnd(3, '0')),
  );
  const same = new Date(wall)
    .toISOString()
    .startsWith(`${year}-${month}-${day}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`);
  if (!same) return null;
  if (offset === undefined) return instantOf(wall, zone);
  return wall - (offset.toUpperCase() === 'Z' ? 0 : readOffset(offset));
}

function readOffset(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) as unknown as [string, string, string, string];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The first instant that shows a wall time, or the first one after the gap that swallowed it. */
export function instantOf(wall: number, zone: string): number {
  const at = instantsOf(zoneOf(zone), wall)[0] ?? gapAround(zoneOf(zone), wall)?.start;
  return at ?? wall - zoneOf(zone).segmentAt(wall).offset;
}

/** Wall time of an instant, as if UTC, ms. */
export function wallOf(at: number, zone: string): number {
  return at + zoneOf(zone).segmentAt(at).offset;
}
