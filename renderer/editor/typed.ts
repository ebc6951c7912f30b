import { BelfryError } from '#contract/error.ts';
import { refusals } from './refusal-text.ts';
import { readDuration } from './spell.ts';

/** What is wrong with what was typed into a field. */
export const refuse = (message: string, field: string) => new BelfryError('invalid', message, field);

/** A time typed, in ms. @throws BelfryError at `field` */
export function neededTime(typed: string, field: string, message = refusals.noTime): number {
  const ms = readDuration(typed);
  if (ms === null) throw refuse(message, field);
  return ms;
}

/** The same where nothing typed is null. */
export const optionalTime = (typed: string, field: string) => (typed.trim() === '' ? null : neededTime(typed, field));
