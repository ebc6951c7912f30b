import type { IntervalUnit } from '#contract/trigger.ts';
import { MONTH_NAMES, ORDINALS, WEEKDAY_NAMES } from './names.ts';

export interface Token {
  /** Lower case, without a comma at its end. */
  word: string;
  start: number;
  end: number;
}

/** Splits what was typed into words; commas and blanks divide. */
export function tokens(text: string): Token[] {
  const found = [...text.matchAll(/[^\s,"“”]+/g)].map((match) => {
    // A full stop ends a sentence, not a word.
    const word = match[0].replace(/[.;!]$/, '').toLowerCase();
    return { word, start: match.index, end: match.index + match[0].length };
  });
  return found.filter(({ word }) => word !== '');
}

export type TimeOfDay = [hour: number, minute: number, second: number];

/** `9`, `9am`, `9:30`, `17:00:05`, `noon`, `midnight`; null for anything else. */
export function timeOfDay(word: string, next?: string): { time: TimeOfDay; words: number } | null {
  if (word === 'noon' || word === 'midday') return { time: [12, 0, 0], words: 1 };
  if (word === 'midnight') return { time: [0, 0, 0], words: 1 };
  const match = /^(\d{1,2})(?:[:.h](\d\d)(?::(\d\d))?)?(am|pm)?$/.exec(word);
  if (!match) return null;
  const apart = match[4] === undefined && (next === 'am' || next === 'pm');
  const half = apart ? next : match[4];
  const given = Number(match[1]);
  const hour = half === undefined ? given : (given % 12) + (half === 'pm' ? 12 : 0);
  const [minute, second] = [Number(match[2] ?? 0), Number(match[3] ?? 0)];
  const fits = hour < 24 && minute < 60 && second < 60 && (half === undefined || (given >= 1 && given <= 12));
  return fits ? { time: [hour, minute, second], words: apart ? 2 : 1 } : null;
}

function named(names: string[], word: string): number {
  const bare = word.replace(/\.$/, '');
  return bare.length < 3
    ? -1
    : names.findIndex(
        (name) =>
          name.toLowerCase() === bare ||
          (name.toLowerCase().slice(0, 3) === bare.slice(0, 3) && name.toLowerCase().startsWith(bare)),
      );
}

/** 0 = Sunday, or -1; `fri`, `friday`, `fridays`. */
export function weekdayNamed(word: string): number {
  return named(WEEKDAY_NAMES, word.length > 3 ? word.replace(/s$/, '') : word);
}

/** 1 = January, or 0. */
export function monthNamed(word: string): number {
  return named(MONTH_NAMES, word) + 1;
}

/** `1st`, `22nd`, or a bare number when `bare`; 0 when it is no day of a month. */
export function dayOfMonth(word: string, bare = false): number {
  const match = (bare ? /^(\d{1,2})(st|nd|rd|th)?\.?$/ : /^(\d{1,2})(st|nd|rd|th)$/).exec(word);
  const day = match ? Number(match[1]) : 0;
  return day >= 1 && day <= 31 ? day : 0;
}

/** 1 to 5, -1 for `last`, 0 for anything else. */
export function nth(word: string): number {
  if (word === 'last') return -1;
  const at = ORDINALS.indexOf(word) + 1;
  return at || ['1st', '2nd', '3rd', '4th', '5th'].indexOf(word) + 1;
}

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A count in digits or as a word; `a`, `an` and `other` too. NaN for anything else. */
export function countOf(word: string): number {
  if (word === 'a' || word === 'an') return 1;
  if (word === 'other') return 2;
  if (/^\d{1,6}$/.test(word)) return Number(word);
  const at = NUMBERS.indexOf(word);
  if (at >= 0) return at;
  return word === 'fifteen' ? 15 : word === 'twenty' ? 20 : word === 'thirty' ? 30 : Number.NaN;
}

const UNITS: Record<string, IntervalUnit> = {
  ...{ s: 'second', sec: 'second', second: 'second', m: 'minute', min: 'minute', minute: 'minute' },
  ...{ h: 'hour', hr: 'hour', hour: 'hour', d: 'day', day: 'day', w: 'week', week: 'week' },
  ...{ month: 'month', year: 'year' },
};

/** `minutes`, `min`, `m`; null for anything else. */
export function unitNamed(word: string): IntervalUnit | null {
  const one = word.length > 1 ? word.replace(/s$/, '') : word;
  return Object.hasOwn(UNITS, one) ? (UNITS[one] as IntervalUnit) : null;
}
