import { BelfryError } from '#contract/error.ts';
import type { Client } from '#doors/client.ts';
import { UsageError } from './failure.ts';
import { needInstant, readInstant } from './times.ts';

/** A date as epoch ms; for words that mean many dates `at` is null and `next` the first to come. */
export interface ReadDate {
  at: number | null;
  next: number | null;
}

/**
 * Reads a date in ISO 8601, or in words as the application understands them.
 * @throws UsageError with the reason and the option's name
 */
export async function readDate(client: Client, text: string, option: string, zone?: string): Promise<ReadDate> {
  const at = readInstant(text, zone);
  if (at !== null) return { at: needInstant(text, option, zone), next: null };
  try {
    const query = { schedule: text, zone: zone ?? null, count: 1, wanted: 'date' } as const;
    const { spec, next } = await client.request('schedule.read', query);
    return { at: spec.kind === 'once' ? spec.at : null, next: next[0]?.at ?? null };
  } catch (error) {
    if (!(error instanceof BelfryError) || error.code !== 'invalid' || error.field === 'zone') throw error;
    throw new UsageError(error.message, option);
  }
}

/** Words that can be read, and do not say when. */
export const noDate = (text: string, option: string): UsageError =>
  new UsageError(`“${text}” is no single date. Name one, such as tomorrow 8:00 or 2026-12-24 18:00.`, option);
