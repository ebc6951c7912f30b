import type { IntervalUnit } from '#contract/trigger.ts';
import { UsageError } from './failure.ts';

const UNITS: readonly { unit: IntervalUnit | 'ms'; ms: number | null; names: string[] }[] = [
  { unit: 'ms', ms: 1, names: ['ms', 'millisecond', 'milliseconds'] },
  { unit: 'second', ms: 1000, names: ['s', 'sec', 'secs', 'second', 'seconds'] },
  { unit: 'minute', ms: 60_000, names: ['m', 'min', 'mins', 'minute', 'minutes'] },
  { unit: 'hour', ms: 3_600_000, names: ['h', 'hr', 'hrs', 'hour', 'hours'] },
  { unit: 'day', ms: 86_400_000, names: ['d', 'day', 'days'] },
  { unit: 'week', ms: 604_800_000, names: ['w', 'week', 'weeks'] },
  // Of no fixed length, so only good for an interval by the calendar.
  { unit: 'month', ms: null, names: ['mo', 'month', 'months'] },
  { unit: 'year', ms: null, names: ['y', 'year', 'years'] },
];
const FORMS = 'such as 90s, 20m, 3h, 2d, 1w or "1h 30m"';

type Part = { count: number; unit: IntervalUnit | 'ms'; ms: number | null };

/** `90s`, `1h 30m`, `20 minutes` as milliseconds; refuses with the option's name. */
export function readDuration(text: string, option: string): number {
  const parts = readParts(text);
  const ms = parts?.reduce((sum, part) => sum + part.count * (part.ms ?? Number.NaN), 0);
  if (!ms || !Number.isInteger(ms)) throw new UsageError(`Give --${option} a length of time ${FORMS}.`, option);
  return ms;
}

/** `20m`, `2 weeks`, `1mo` as an interval. Lengths of several units are counted in the largest that fits. */
export function readInterval(text: string, option: string): { every: number; unit: IntervalUnit } {
  const parts = readParts(text.replace(/^\s*every\s+/i, ''));
  const only = parts?.length === 1 ? parts[0] : undefined;
  if (only && only.unit !== 'ms' && Number.isInteger(only.count) && only.count > 0) {
    return { every: only.count, unit: only.unit };
  }
  const ms = parts?.reduce((sum, part) => sum + part.count * (part.ms ?? Number.NaN), 0) ?? 0;
  const fitting = (['hour', 'minute', 'second'] as const)
    .map((unit) => ({ unit, every: ms / (UNITS.find((each) => each.unit === unit)?.ms ?? 1) }))
    .find(({ every }) => Number.isInteger(every) && every > 0);
  if (!fitting) throw new UsageError(`Give --${option} an interval of whole seconds or more, ${FORMS}.`, option);
  return fitting;
}

function readParts(text: string): Part[] | null {
  const parts: Part[] = [];
  const pattern = /\s*(\d+(?:\.\d+)?)\s*([a-z]+)(?:\s*,|\s+and(?=\s))?\s*/iy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    const known = match && UNITS.find(({ names }) => names.includes(match[2]?.toLowerCase() ?? ''));
    if (!known) return null;
    parts.push({ count: Number(match[1]), unit: known.unit, ms: known.ms });
  }
  return parts.length > 0 ? parts : null;
}
