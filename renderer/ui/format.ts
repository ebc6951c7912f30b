import { text } from './text.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const { unit } = text;

const two = (n: number) => String(n).padStart(2, '0');

/**
 * A span as countdowns show it, or null beyond 30 days, where a date says more. `ms` is rounded up to the second, so
 * that 0 is shown when the moment has come and not before. Forms: interface.md, Dates, times, countdowns.
 */
export function span(ms: number): string | null {
  const whole = Math.ceil(ms / SECOND) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} ${unit.second}`;
  if (whole < 10 * MINUTE) {
    return `${Math.floor(whole / MINUTE)} ${unit.minute} ${two((whole % MINUTE) / SECOND)} ${unit.second}`;
  }
  return coarse(whole);
}

/** From minutes up: "32 m", "4 h 32 m", "1 d 15 h"; null beyond 30 days. */
function coarse(ms: number): string | null {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} ${unit.minute}`;
  if (ms < DAY) return pair(Math.floor(ms / HOUR), unit.hour, Math.floor((ms % HOUR) / MINUTE), unit.minute);
  if (ms < MONTH) return pair(Math.floor(ms / DAY), unit.day, Math.floor((ms % DAY) / HOUR), unit.hour);
  return null;
}

const pair = (a: number, aUnit: string, b: number, bUnit: string) =>
  b === 0 ? `${a} ${aUnit}` : `${a} ${aUnit} ${b} ${bUnit}`;

/** The large form of a countdown: "02:53", "1:02:53", "2 d 4 h". `ms` below 0 counts as 0. */
export function largeCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds >= DAY / SECOND)
    return pair(Math.floor(seconds / 86_400), unit.day, Math.floor((seconds % 86_400) / 3600), unit.hour);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Elapsed while running: "0:09", "13:27", "1:02:53". */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How long something took: "184 ms", "2.4 s", "24 s", "6 m 08 s", "11 m", "1 h 52 m". */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ${unit.millisecond}`;
  if (ms < 9_950) return `${decimal.format(ms / SECOND)} ${unit.second}`;
  if (ms < MINUTE - SECOND / 2) return `${Math.round(ms / SECOND)} ${unit.second}`;
  const whole = Math.round(ms / SECOND) * SECOND;
  if (whole < 10 * MINUTE)
    return `${Math.floor(whole / MINUTE)} ${unit.minute} ${two((whole % MINUTE) / SECOND)} ${unit.second}`;
  return coarse(whole) ?? `${Math.floor(whole / DAY)} ${unit.day}`;
}

const decimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** One unit, for "about 5 m left", "48 s over", "7 h ago": "12 s", "7 m", "20 h", "5 d". */
export function roughly(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} ${unit.second}`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${unit.minute}`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} ${unit.hour}`;
  return `${Math.floor(whole / DAY)} ${unit.day}`;
}

/** How late something began: "12 s late", "3 m late", "4 h 42 m late". */
export function lateBy(ms: number): string {
  return text.late(ms < HOUR ? roughly(ms) : (coarse(ms) ?? roughly(ms)));
}

/** Bytes in decimal units: "840 B", "1.4 kB", "3.2 MB". */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  const power = Math.min(Math.floor(Math.log10(n) / 3), 4);
  return `${oneDecimal.format(n / 1000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** A long span in words for a label: "23 min", "6 h 23 min", "2 d 4 h". */
export function spell(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE));
  if (minutes < 60) return `${minutes} ${unit.minutes}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, unit.hour, minutes % 60, unit.minutes);
  return pair(Math.floor(hours / 24), unit.day, hours % 24, unit.hour);
}
