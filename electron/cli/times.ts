import { FOREVER } from '#contract/limits.ts';
import { isTimeZone } from '#contract/time.ts';
import { UsageError } from './failure.ts';

let zoneHere: string | undefined;

/** The zone of this computer; asked once, a command is short. */
export function systemZone(): string {
  zoneHere ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zoneHere;
}

export const iso = <T extends number | null>(at: T): T extends null ? string | null : string =>
  (at === null ? null : new Date(at).toISOString()) as never;

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: number, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    const options = { ...digits, second: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset' } as const;
    format = new Intl.DateTimeFormat('en-US', {
      ...options,
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `2026-03-29 03:00:00`, in `zone` or else this computer's. */
export function localTime(at: number, zone: string = systemZone()): string {
  const { year, month, day, hour, minute, second } = parts(at, zone);
  return `${year?.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** When a pause ends, in words. */
export const until = (at: number): string => (at === FOREVER ? 'until resumed' : `until ${localTime(at)}`);

/** `+02:00` */
export function offset(at: number, zone: string): string {
  return parts(at, zone).timeZoneName?.replace('GMT', '') || '+00:00';
}

/** `1.2 s`, `3 min 5 s`, `2 h 10 min` */
export function length(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const units = [86_400, 3600, 60, 1].map((size, at) => ({ size, name: ['d', 'h', 'min', 's'][at] }));
  const first = units.findIndex(({ size }) => seconds >= size);
  const counted = units.slice(first, first + 2).map(({ size, name }, at, [large]) => {
    const count = Math.floor((at === 0 ? seconds : seconds % (large?.size ?? 1)) / size);
    return count > 0 ? `${count} ${name}` : '';
  });
  return counted.filter(Boolean).join(' ');
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** ISO 8601 as epoch ms; without an offset it is the wall time of `zone`. null = not such a date. */
export function readInstant(text: string, zone: string = systemZone()): number | null {
  const match = DATE.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', shift] = match;
  const wall = new Date(0);
  wall.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  wall.setUTCHours(Number(hour), Number(minute), Number(second), Math.trunc(Number(`0.${fraction || 0}`) * 1000));
  // A field out of its range, as in 30 February, moves the others.
  const kept = wall.getUTCMonth() === Number(month) - 1 && wall.getUTCDate() === Number(day);
  if (!kept || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (shift === undefined && !isTimeZone(zone)) return null;
  return shift === undefined ? fromWall(wall.getTime(), zone) : wall.getTime() - shiftMs(shift);
}

/** The same for an option that takes nothing else. */
export function needInstant(text: string, option: string, zone?: string): number {
  const at = readInstant(text, zone);
  if (at === null || at < 0 || at > FOREVER) {
    throw new UsageError(
      `Give --${option} a date in ISO 8601, such as 2026-03-01T09:30 or 2026-03-01T09:30:00Z.`,
      option,
    );
  }
  return at;
}

function fromWall(wall: number, zone: string): number {
  // The offset before the change of clocks serves a time in the gap; the earlier of two is taken.
  const candidates = [wall - 86_400_000, wall + 86_400_000].map((near) => wall - shiftMs(offset(near, zone)));
  return candidates.find((at) => at + shiftMs(offset(at, zone)) === wall) ?? (candidates[0] as number);
}

function shiftMs(shift: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?(?::?(\d\d))?$/.exec(shift);
  if (!match) return 0;
  const [, sign, hours, minutes = '0', seconds = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
