import type { ScheduleSuggestion } from '#contract/schedule.ts';
import { tokens } from './lexicon.ts';
import { MONTH_NAMES, ORDINALS, WEEKDAY_NAMES } from './names.ts';
import { NotUnderstood } from './said.ts';
import { readSchedule } from './words.ts';

/** What people write in schedules; a word that is near one of these was likely meant to be it. */
const KNOWN = [
  ...['every', 'day', 'days', 'weekday', 'weekdays', 'weekend', 'weekends', 'hour', 'hours', 'minute', 'minutes'],
  ...['second', 'seconds', 'week', 'weeks', 'month', 'months', 'year', 'years', 'quarter', 'half', 'daily', 'hourly'],
  ...['weekly', 'monthly', 'yearly', 'noon', 'midnight', 'tomorrow', 'today', 'first', 'last', 'nearest', 'next'],
  ...['starting', 'from', 'between', 'before', 'past', 'and', 'until', 'other', 'the', 'to', 'of', 'on', 'at', 'in'],
  ...[...WEEKDAY_NAMES, ...MONTH_NAMES, ...ORDINALS].map((name) => name.toLowerCase()),
];
const CORRECTIONS = 4;
const CANDIDATES = 6;

type Where = { now: number; zone: string };

/** What somebody who wrote `text` likely meant, as a text that can be read; null when nothing near it can. */
export function suggest(text: string, where: Where): ScheduleSuggestion | null {
  const fault = faultOf(text, where);
  const words = fault && mended(text, fault, where, CORRECTIONS);
  if (!fault || words === null) return null;
  return {
    words,
    wrong: [fault.start, fault.start + fault.word.length],
    understood: alike(text, words, readSchedule(words, where).understood),
  };
}

function faultOf(text: string, where: Where): NotUnderstood | null {
  try {
    readSchedule(text, where);
    return null;
  } catch (error) {
    return error instanceof NotUnderstood && error.word !== '' ? error : null;
  }
}

/** Puts a known word in the place of the first that is not understood, then of the next, up to `left` of them. */
function mended(text: string, fault: NotUnderstood, where: Where, left: number): string | null {
  for (const word of nearest(fault.word.toLowerCase())) {
    const tried = text.slice(0, fault.start) + word + text.slice(fault.start + fault.word.length);
    if (reads(tried, where)) return tried;
    const next = faultOf(tried, where);
    if (!next || next.start <= fault.start || left <= 1) continue;
    const whole = mended(tried, next, where, left - 1);
    if (whole !== null) return whole;
  }
  return null;
}

function reads(text: string, where: Where): boolean {
  try {
    readSchedule(text, where);
    return true;
  } catch {
    return false;
  }
}

/** Known words by their distance, at most one slip for each three letters; of two, the one that ends alike. */
function nearest(word: string): string[] {
  const slips = Math.max(1, Math.floor(word.length / 3));
  return KNOWN.map((known) => ({ known, far: distance(word, known) }))
    .filter(({ far }) => far > 0 && far <= slips)
    .sort((a, b) => a.far - b.far || Number(b.known.at(-1) === word.at(-1)) - Number(a.known.at(-1) === word.at(-1)))
    .slice(0, CANDIDATES)
    .map(({ known }) => known);
}

/** Letters left out, added, changed, or swapped with their neighbour. */
export function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, at) => [at]);
  const cell = (i: number, j: number) => rows[i]?.[j] ?? Math.max(i, j);
  for (let j = 1; j <= b.length; j++) (rows[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      (rows[i] as number[])[j] = Math.min(
        cell(i - 1, j) + 1,
        cell(i, j - 1) + 1,
        cell(i - 1, j - 1) + change,
        swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  return cell(a.length, b.length);
}

/** The words of `typed` that stand in `mended` as they are, where that was understood: [start, end) in `typed`. */
function alike(typed: string, mendedText: string, understood: readonly [number, number][]): [number, number][] {
  const after = tokens(mendedText);
  return tokens(typed).flatMap(({ word, start, end }, at): [number, number][] => {
    const same = after[at];
    if (same?.word !== word) return [];
    return understood.some(([from, to]) => from <= same.start && same.end <= to) ? [[start, end]] : [];
  });
}
