import type { Cron } from './cron.ts';
import { listed, ordinal, stretches } from './names.ts';

const TIMES_SHOWN = 8;
const MINUTES_SHOWN = 6;
const two = (n: number) => String(n).padStart(2, '0');

/** Fixed times of day as `06:45 and 19:45`; null for rhythms and for too many. */
export function timesOfDay({ hours, minutes, seconds, rhythm }: Cron): string | null {
  if (rhythm || hours.length * minutes.length * seconds.length > TIMES_SHOWN) return null;
  const whole = seconds.length === 1 && seconds[0] === 0;
  const times = hours.flatMap((h) =>
    minutes.flatMap((m) => seconds.map((s) => `${two(h)}:${two(m)}${whole ? '' : `:${two(s)}`}`)),
  );
  return listed(times);
}

/** Any second, minute and hour fields in words, e.g. `every 10 minutes` or `at minutes 5 to 20 of hour 9`. */
export function rhythmWords(cron: Cron): string {
  return (cron.rhythm && (plainly(cron) ?? within(cron))) || fieldByField(cron);
}

function plainly({ seconds, minutes, hours }: Cron): string | null {
  const [s, m, h] = [stepOf(seconds, 60), stepOf(minutes, 60), stepOf(hours, 24)];
  if (m === 1 && h === 1 && s !== null && 60 % s === 0) return each(s, 'second');
  if (seconds.length > 1) return null;
  const second = seconds[0] as number;
  if (m === 1 && h === 1) return second === 0 ? 'every minute' : `every minute at second ${second}`;
  if (second === 0 && m !== null && h === 1 && 60 % m === 0) return each(m, 'minute');
  if (h !== 1 && (h === null || second !== 0 || minutes.length !== 1 || minutes[0] !== 0)) return null;
  if (minutes.length > MINUTES_SHOWN) return null;
  if (second === 0 && minutes.length === 1 && minutes[0] === 0) return 24 % h === 0 ? each(h, 'hour') : null;
  return `every hour at ${listed(minutes.map((minute) => `:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`))}`;
}

/** `every 10 minutes from 09:00 to 17:59`, for hours in one stretch. */
function within({ seconds, minutes, hours }: Cron): string | null {
  const span = stretchOf(hours);
  if (!span || seconds.length > 1 || seconds[0] !== 0) return null;
  const [from, to] = span;
  const m = stepOf(minutes, 60);
  if (m !== null && 60 % m === 0) return `${each(m, 'minute')} from ${two(from)}:00 to ${two(to)}:59`;
  const hourly = minutes.length === 1 && minutes[0] === 0 && from !== to;
  return hourly ? `every hour from ${two(from)}:00 to ${two(to)}:00` : null;
}

/** First and last of hours without a hole, over midnight too. */
function stretchOf(hours: number[]): [number, number] | null {
  if (hours.length === 24) return null;
  const parts = stretches(hours, 1);
  const [first, last] = [parts[0], parts.at(-1)] as [[number, number], [number, number]];
  if (parts.length === 1) return first;
  return parts.length === 2 && first[0] === 0 && last[1] === 23 ? [last[0], first[1]] : null;
}

function fieldByField(cron: Cron): string {
  const { seconds, minutes, hours, rhythm } = cron;
  const compose = (minute: string) => {
    const second = seconds.length === 1 && seconds[0] === 0 ? [] : [field(seconds, 'second', 60, rhythm)];
    return [...second, minute, field(hours, 'hour', 24, rhythm)].join(' of ');
  };
  const words = compose(field(minutes, 'minute', 60, rhythm));
  // A range of one number is a rhythm too: only said as a range does it keep its real time.
  const kept = !rhythm || /every| to /.test(words) ? words : compose(`minutes ${minutes.map(spanOf).join(', ')}`);
  return kept.startsWith('every') ? kept : `at ${kept}`;
}

const spanOf = (value: number) => `${value} to ${value}`;

function field(values: number[], unit: string, size: number, rhythm: boolean): string {
  if (rhythm) {
    if (values.length === size) return `every ${unit}`;
    const stepped = steps(values, size);
    if (stepped) return `every ${ordinal(stepped.step)} ${unit}${stepped.range}`;
  }
  const items = stretches(values, rhythm ? 2 : size + 1).map(([a, b]) => (a === b ? `${a}` : `${a} to ${b}`));
  return `${unit}${values.length > 1 ? 's' : ''} ${listed(items)}`;
}

function steps(values: number[], size: number): { step: number; range: string } | null {
  const [first = 0, next = 0] = values;
  const step = next - first;
  const last = values.at(-1) as number;
  const toTheEnd = last + step >= size;
  if (values.length < (first === 0 && toTheEnd ? 2 : 3) || step < 2) return null;
  if (values.some((value, at) => value !== first + at * step)) return null;
  const from = first === 0 && toTheEnd ? '' : ` from ${first}`;
  return { step, range: toTheEnd ? from : `${from} to ${last}` };
}

/** n when the values are those of `*` (1) or of a step from 0 to the end of the field. */
function stepOf(values: number[], size: number): number | null {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  if (values[0] !== 0 || step < 1 || values.length !== Math.ceil(size / step)) return null;
  return values.every((value, at) => value === at * step) ? step : null;
}

const each = (n: number, unit: string) => (n === 1 ? `every ${unit}` : `every ${n} ${unit}s`);
