import type { Wanted } from '#contract/schedule.ts';
import { date, month, monthDay, nearest, nextWeekday, nthDay, weekday } from './clauses-days.ts';
import {
  clockField,
  delay,
  everyUnit,
  hoursRange,
  minuteOfHour,
  starting,
  steppedField,
  time,
} from './clauses-rhythm.ts';
import { monthNamed } from './lexicon.ts';
import { type Clauses, Reader } from './said.ts';

const FILLERS = /^(on|at|in|the|and|of|each|every|&|past|day|days|o'clock|run|please)$/;
const MATCHERS = [
  ...[starting, delay, steppedField, everyUnit, clockField, nearest, nthDay, hoursRange, date, nextWeekday, weekday],
  ...[monthDay, month, minuteOfHour, time],
];

/** Reads words into clauses. @throws BelfryError `invalid`, field `schedule`, naming the word that is not understood */
export function readClauses(text: string, now: number, zone: string, wanted?: Wanted): Clauses {
  const reader = new Reader(text, now, zone, wanted);
  while (!reader.ended) {
    const taken = MATCHERS.reduce((count, match) => count || match(reader), 0);
    if (taken > 0) reader.take(taken);
    else if (reader.word(0) === 'or') {
      reader.found.either = true;
      reader.skip();
    } else if (FILLERS.test(reader.word(0)) && !dangling(reader)) reader.skip();
    else throw reader.notUnderstood(isUnitWrong(reader) ? 2 : 0);
  }
  return reader.found;
}

/** “every 20 minuts”: what is wrong is the unit, not what stands before it. */
const isUnitWrong = (reader: Reader) =>
  /^(every|each)$/.test(reader.word(0)) && /^\d+$/.test(reader.word(1)) && /^[a-z]{2,}$/.test(reader.word(2));

/** “every 5” or “every” alone says nothing: to guess a unit would be a wrong schedule. */
function dangling(reader: Reader): boolean {
  if (!/^(every|each)$/.test(reader.word(0))) return false;
  return reader.word(1) === '' || (/^\d+$/.test(reader.word(1)) && monthNamed(reader.word(2)) === 0);
}
