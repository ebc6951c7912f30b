import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import type { ScheduleReading } from '#contract/schedule.ts';
import { readingQuery } from '../state/queries.ts';
import { type Cut, cuts } from './sentence.ts';

const TYPING_MS = 120;
const NEXT = 3;

/** A job that a sentence would make: its schedule as read, with the next three due times, and its command. */
export interface Offer extends Cut {
  reading: ScheduleReading;
}

/**
 * The longest beginning of a sentence that is a schedule, and what follows it as the command; null without one,
 * undefined while that is not known.
 */
export function useOffer(sentence: string): Offer | null | undefined {
  const [settled] = useDebouncedValue(sentence, TYPING_MS);
  const ways = cuts(settled);
  const readings = useQueries({ queries: ways.map(({ schedule }) => readingQuery({ schedule, count: NEXT })) });
  if (settled !== sentence) return cuts(sentence).length > 0 ? undefined : null;
  for (const [at, cut] of ways.entries()) {
    const { data: reading, isPending } = readings[at] ?? {};
    // A longer schedule may still be understood: no offer that would change at once.
    if (isPending) return undefined;
    if (reading) return { ...cut, reading };
  }
  return null;
}
