import { weekdayOf } from './calendar.ts';
import { readInstant, wallOf } from './civil-time.ts';
import { dayOfMonth, monthNamed, nth, weekdayNamed } from './lexicon.ts';
import type { Reader } from './said.ts';

const DAY_MS = 86_400_000;

/** last friday of the month, first weekday of the month, the last day, 3 days before the last day */
export function nthDay(r: Reader): number {
  const skip = /^(on|every)$/.test(r.word(0)) ? 1 : 0;
  const before = beforeLast(r, skip);
  if (before) {
    r.found.days.push(`L-${before.minus}`);
    return skip + before.words + ofTheMonth(r, skip + before.words);
  }
  const the = skip + (r.word(skip) === 'the' ? 1 : 0);
  const n = nth(r.word(the));
  if (n === 0) return 0;
  const what = r.word(the + 1);
  const weekday = weekdayNamed(what);
  if (weekday >= 0) r.found.weeks.push(n < 0 ? `${weekday}L` : `${weekday}#${n}`);
  else if (what === 'day' && n < 0) r.found.days.push('L');
  else if (what === 'day') r.found.days.push(String(n));
  else if (what === 'weekday' && n < 0) r.found.days.push('LW');
  else if (what === 'weekday' && n === 1) r.found.days.push('1W');
  else return 0;
  return the + 2 + ofTheMonth(r, the + 2);
}

/** the weekday nearest [to] the 15th, the weekday nearest 3 days before the last day */
export function nearest(r: Reader): number {
  const the = r.word(0) === 'the' ? 1 : 0;
  if (r.word(the) !== 'weekday' || r.word(the + 1) !== 'nearest') return 0;
  const at = the + (r.word(the + 2) === 'to' ? 3 : 2);
  const before = beforeLast(r, at);
  const day = dayOfMonth(r.word(r.word(at) === 'the' ? at + 1 : at));
  if (!before && day === 0) return 0;
  r.found.days.push(before ? `L-${before.minus}W` : `${day}W`);
  const end = before ? at + before.words : at + (r.word(at) === 'the' ? 2 : 1);
  return end + ofTheMonth(r, end);
}

function beforeLast(r: Reader, at: number): { minus: number; words: number } | null {
  const said = [1, 2, 3, 4, 5].map((ahead) => r.word(at + ahead)).join(' ');
  const minus = /^\d{1,2}$/.test(r.word(at)) ? Number(r.word(at)) : 0;
  return minus > 0 && minus <= 30 && /^days? before the last day$/.test(said) ? { minus, words: 6 } : null;
}

function ofTheMonth(r: Reader, ahead: number): number {
  let at = ahead;
  if (/^(of|in)$/.test(r.word(at))) at++;
  if (/^(the|every|each)$/.test(r.word(at))) at++;
  return r.word(at) === 'month' ? at + 1 - ahead : 0;
}

/** tomorrow, today, 2026-12-24 [18:00], 2026-12-24T18:00Z */
export function date(r: Reader): number {
  if (/^(today|tonight|tomorrow)$/.test(r.word(0))) {
    r.set('date', today(r) + (r.word(0) === 'tomorrow' ? DAY_MS : 0));
    return 1;
  }
  const raw = r.raw(0);
  if (!/^\d{4}-\d\d-\d\d/.test(raw)) return 0;
  const skip = r.word(1) === 'at' ? 2 : 1;
  const exact = raw.length === 10 && r.word(skip) ? readInstant(`${raw} ${r.raw(skip)}`, r.zone) : null;
  const at = exact ?? readInstant(raw, r.zone);
  if (at === null) return 0;
  if (exact !== null || raw.length > 10) r.set('instant', at);
  else r.set('date', Date.parse(`${raw}T00:00:00Z`));
  return exact === null ? 1 : skip + 1;
}

const today = (r: Reader) => Math.floor(wallOf(r.now, r.zone) / DAY_MS) * DAY_MS;

/** next friday: the first one after today, once */
export function nextWeekday(r: Reader): number {
  const weekday = r.word(0) === 'next' ? weekdayNamed(r.word(1)) : -1;
  if (weekday < 0) return 0;
  const ahead = (weekday - weekdayOf(today(r) / DAY_MS) + 7) % 7 || 7;
  r.set('date', today(r) + ahead * DAY_MS);
  return 2;
}

/** every weekday, mondays, monday to friday, weekends */
export function weekday(r: Reader): number {
  const skip = /^(every|each|on)$/.test(r.word(0)) ? 1 : 0;
  const word = r.word(skip);
  if (/^(week|work)days?$/.test(word)) return weekdays(r, [1, 2, 3, 4, 5], skip + 1);
  if (/^weekends?$/.test(word)) return weekdays(r, [6, 0], skip + 1);
  const [a, b] = word.includes('-') ? (word.split('-') as [string, string]) : [word, ''];
  const from = weekdayNamed(a);
  if (from < 0) return 0;
  const apart = /^(to|through|-)$/.test(r.word(skip + 1));
  const to = b ? weekdayNamed(b) : apart ? weekdayNamed(r.word(skip + 2)) : from;
  if (to < 0) return b ? 0 : weekdays(r, [from], skip + 1);
  return weekdays(r, span(from, to, 7), skip + (apart && !b ? 3 : 1));
}

const span = (from: number, to: number, size: number) =>
  Array.from({ length: ((to - from + size) % size) + 1 }, (_, at) => (from + at) % size);

function weekdays(r: Reader, days: number[], taken: number): number {
  r.found.weekdays.push(...days);
  return taken;
}

/** on the 1st and 15th [of the month], the 5th to 9th, 25 december [2026], december 25 */
export function monthDay(r: Reader): number {
  const of = r.word(1) === 'of' ? 2 : 1;
  const named = dayOfMonth(r.word(0), monthNamed(r.word(of)) > 0);
  if (named > 0 && monthNamed(r.word(of)) > 0) return dayAndMonth(r, named, monthNamed(r.word(of)), of + 1);
  if (named > 0) {
    const to = /^(to|through|-)$/.test(r.word(1)) ? dayOfMonth(r.word(2)) : 0;
    r.found.days.push(to > 0 ? `${named}-${to}` : String(named));
    const taken = to > 0 ? 3 : 1;
    return taken + ofTheMonth(r, taken);
  }
  const month = monthNamed(r.word(0));
  const day = month > 0 ? dayOfMonth(r.word(1), true) : 0;
  return day === 0 ? 0 : dayAndMonth(r, day, month, 2);
}

function dayAndMonth(r: Reader, day: number, month: number, taken: number): number {
  const year = /^(19|20|21)\d\d$/.test(r.word(taken)) ? r.word(taken) : null;
  if (year === null) {
    r.found.days.push(String(day));
    r.found.months.push(month);
    return taken;
  }
  const midnight = Date.UTC(Number(year), month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) throw r.notUnderstood();
  r.set('date', midnight);
  return taken + 1;
}

/** in january, june to august */
export function month(r: Reader): number {
  const skip = /^(in|from)$/.test(r.word(0)) ? 1 : 0;
  const from = monthNamed(r.word(skip));
  if (from === 0) return 0;
  const to = /^(to|through|-)$/.test(r.word(skip + 1)) ? monthNamed(r.word(skip + 2)) : 0;
  r.found.months.push(...(to > 0 ? span(from - 1, to - 1, 12).map((index) => index + 1) : [from]));
  return skip + (to > 0 ? 3 : 1);
}
