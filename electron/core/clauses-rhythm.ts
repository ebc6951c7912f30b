import type { IntervalUnit } from '#contract/trigger.ts';
import { instantOf, readInstant, wallOf } from './civil-time.ts';
import { countOf, timeOfDay, unitNamed, weekdayNamed } from './lexicon.ts';
import { type ClockField, type Reader, refuse } from './said.ts';

const MS: Partial<Record<IntervalUnit, number>> = { second: 1e3, minute: 6e4, hour: 36e5, day: 864e5, week: 6048e5 };
const ADVERBS: Record<string, [number, IntervalUnit]> = {
  ...{ hourly: [1, 'hour'], daily: [1, 'day'], nightly: [1, 'day'], weekly: [1, 'week'], fortnightly: [2, 'week'] },
  ...{ monthly: [1, 'month'], quarterly: [3, 'month'], yearly: [1, 'year'], annually: [1, 'year'] },
};
const SIZE: Record<ClockField, number> = { second: 60, minute: 60, hour: 24 };
const DAY_MS = 86_400_000;

const isClock = (unit: IntervalUnit | null): unit is ClockField =>
  unit === 'second' || unit === 'minute' || unit === 'hour';

/** starting 2026-10-23 14:43, starting tomorrow [at 9:00] */
export function starting(r: Reader): number {
  if (!/^(starting|from|since)$/.test(r.word(0))) return 0;
  if (/^(today|tomorrow)$/.test(r.word(1))) return startingDay(r);
  if (!/^\d{4}-/.test(r.word(1))) return 0;
  const skip = r.word(2) === 'at' ? 3 : 2;
  const exact = r.word(skip) ? readInstant(`${r.raw(1)} ${r.raw(skip)}`, r.zone) : null;
  const at = exact ?? readInstant(r.raw(1), r.zone);
  if (at === null) return 0;
  r.set('starting', at);
  return exact === null ? 2 : skip + 1;
}

function startingDay(r: Reader): number {
  const day = Math.floor(wallOf(r.now, r.zone) / DAY_MS) + (r.word(1) === 'tomorrow' ? 1 : 0);
  const skip = r.word(2) === 'at' ? 3 : 2;
  const read = timeOfDay(r.word(skip), r.word(skip + 1));
  const [hour, minute, second] = read?.time ?? [0, 0, 0];
  r.set('starting', instantOf(day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000, r.zone));
  return read ? skip + read.words : 2;
}

/** in 20 minutes, in 2 hours and 30 minutes, in 1h30m */
export function delay(r: Reader): number {
  if (r.word(0) !== 'in') return 0;
  let at = 1;
  let total = 0;
  for (;;) {
    const next = total > 0 && r.word(at) === 'and' ? at + 1 : at;
    const part = amountAt(r, next);
    if (!part) break;
    total += part.ms;
    at = next + part.words;
  }
  if (total === 0) return 0;
  r.set('delay', total);
  return at;
}

function amountAt(r: Reader, at: number): { ms: number; words: number } | null {
  const word = r.word(at);
  if (/^(\d{1,6}[a-z]+)+$/.test(word)) {
    const parts = [...word.matchAll(/(\d+)([a-z]+)/g)].map(([, n, unit]) => Number(n) * msOf(unit as string));
    return parts.some(Number.isNaN) ? null : { ms: parts.reduce((sum, ms) => sum + ms, 0), words: 1 };
  }
  const ms = countOf(word) * msOf(r.word(at + 1));
  return Number.isNaN(ms) ? null : { ms, words: 2 };
}

function msOf(unit: string): number {
  const named = unitNamed(unit);
  return (named && MS[named]) ?? Number.NaN;
}

/** every 20 minutes, every minute, every 20m, every quarter hour, every other day, every 3rd day, hourly */
export function everyUnit(r: Reader): number {
  const adverb = ADVERBS[r.word(0)];
  if (adverb) return every(r, adverb[0], adverb[1], 1);
  const inner = r.word(0) === 'of' && r.word(1) === 'every' ? unitNamed(r.word(2)) : null;
  if (isClock(inner)) return setField(r, inner, '*', 3);
  if (!/^(every|each)$/.test(r.word(0))) return 0;
  const [word, unit] = [r.word(1), unitNamed(r.word(2))];
  if (/^(half|quarter)$/.test(word) && unit === 'hour') return every(r, word === 'half' ? 30 : 15, 'minute', 3);
  if (word === 'fortnight') return every(r, 2, 'week', 2);
  const nth = word === 'second' ? 2 : Number(/^(\d{1,6})(?:st|nd|rd|th)$/.exec(word)?.[1] ?? Number.NaN);
  if (unit && !Number.isNaN(nth)) return every(r, nth, unit, 3);
  if (/^(other|second)$/.test(word) && weekdayNamed(r.word(2)) >= 0 && !ofMonth(r, 3)) return every(r, 2, 'week', 2);
  const short = /^(\d{1,6})([a-z]+)$/.exec(word);
  const glued = short && unitNamed(short[2] as string);
  if (short && glued) return every(r, Number(short[1]), glued, 2);
  const plain = unitNamed(word);
  if (plain && !(word === 'second' && weekdayNamed(r.word(2)) >= 0)) return every(r, 1, plain, 2);
  const n = countOf(word);
  return unit && !Number.isNaN(n) ? every(r, n, unit, 3) : 0;
}

const ofMonth = (r: Reader, at: number) => /^(of|in)$/.test(r.word(at)) && /^(the|every|each)$/.test(r.word(at + 1));

function every(r: Reader, n: number, unit: IntervalUnit, taken: number): number {
  if (n < 1) throw refuse(`Every ${n} ${unit}s is no interval; it must be at least 1.`);
  if (n > 100_000) throw refuse(`Every ${n} ${unit}s is too rare; an interval has at most 100,000 units.`);
  const before = r.found.every;
  const broad = unit === 'day' && n === 1;
  if (before && !broad && !(before.unit === 'day' && before.n === 1)) {
    throw refuse('Say how often only once, e.g. every 10 minutes. Use a second trigger for another rhythm.');
  }
  if (!before || !broad) r.found.every = { n, unit };
  return taken;
}

/** every 7th minute [from 5 [to 26]] */
export function steppedField(r: Reader): number {
  const skip = r.word(0) === 'of' ? 1 : 0;
  const step = Number(/^(\d{1,2})(?:st|nd|rd|th)$/.exec(r.word(skip + 1))?.[1] ?? Number.NaN);
  const unit = unitNamed(r.word(skip + 2));
  if (r.word(skip) !== 'every' || Number.isNaN(step) || !isClock(unit)) return 0;
  const at = skip + 3;
  const [from, to] = [r.word(at) === 'from' ? inField(r.word(at + 1), unit) : null, inField(r.word(at + 3), unit)];
  if (from === null) return setField(r, unit, `*/${step}`, at);
  if (r.word(at + 2) !== 'to' || to === null) return setField(r, unit, `${from}/${step}`, at + 2);
  return setField(r, unit, `${from}-${to}/${step}`, at + 4);
}

/** minutes 5 to 20 and 40, hour 9, second 30 */
export function clockField(r: Reader): number {
  const unit = unitNamed(r.word(0));
  if (!isClock(unit)) return 0;
  const items: string[] = [];
  let at = 1;
  for (;;) {
    const next = items.length > 0 && r.word(at) === 'and' ? at + 1 : at;
    const from = inField(r.word(next), unit);
    if (from === null) break;
    const to = /^(to|through)$/.test(r.word(next + 1)) ? inField(r.word(next + 2), unit) : null;
    items.push(to === null ? `${from}` : `${from}-${to}`);
    at = next + (to === null ? 1 : 3);
  }
  return items.length === 0 ? 0 : setField(r, unit, items.join(','), at);
}

function inField(word: string, unit: ClockField): number | null {
  return /^\d{1,2}$/.test(word) && Number(word) < SIZE[unit] ? Number(word) : null;
}

function setField(r: Reader, unit: ClockField, field: string, taken: number): number {
  if (r.found.fields[unit] !== undefined) throw refuse(`The ${unit} is said twice. Say it once, e.g. at ${unit} 5.`);
  r.found.fields[unit] = field;
  return taken;
}

/** from 9:00 to 17:00, between 9 and 17; `to 17:59` as `to 17:00` */
export function hoursRange(r: Reader): number {
  if (!/^(from|between)$/.test(r.word(0))) return 0;
  const from = timeOfDay(r.word(1), r.word(2));
  const link = 1 + (from?.words ?? 0);
  const to = timeOfDay(r.word(link + 1), r.word(link + 2));
  if (!from || !to || !/^(to|until|and|-)$/.test(r.word(link))) return 0;
  if (from.time[1] !== 0 || (to.time[1] !== 0 && to.time[1] !== 59)) {
    throw refuse('Hours begin at :00 and end at :00 or :59, e.g. every 10 minutes from 9:00 to 17:59.');
  }
  r.set('hours', [from.time[0], to.time[0]]);
  return link + 1 + to.words;
}

/** at :30 */
export function minuteOfHour(r: Reader): number {
  const match = /^:(\d\d)(?::(\d\d))?$/.exec(r.word(0));
  if (!match || Number(match[1]) > 59 || Number(match[2] ?? 0) > 59) return 0;
  r.found.minutes.push([Number(match[1]), Number(match[2] ?? 0)]);
  return 1;
}

/** 9:30, 9am, noon */
export function time(r: Reader): number {
  const read = timeOfDay(r.word(0), r.word(1));
  if (!read) return 0;
  r.found.times.push(read.time);
  return read.words;
}
