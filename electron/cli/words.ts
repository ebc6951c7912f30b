import { BelfryError } from '#contract/error.ts';
import type { Client } from '#doors/client.ts';
import { needInstant, readInstant } from './times.ts';

/** A date as epoch ms; for words that mean many dates `at` is null and `next` the first to come. */
export interface ReadDate {
  at: number | null;
  next: number | null;
}

/** Reads a date in ISO 8601, or in words as the application understands them. Refuses with the option's name. */
export async function readDate(client: Client, text: string, option: string, zone?: string): Promise<ReadDate> {
  const at = readInstant(text, zone);
  if (at !== null) return { at: needInstant(text, option, zone), next: null };
  try {
    const { spec, next } = await client.request('schedule.read', { schedule: text, zone: zone ?? null, count: 1 });
    return { at: spec.kind === 'once' ? spec.at : null, next: next[0]?.at ?? null };
  } catch (error) {
    if (!(error instanceof BelfryError) || error.code !== 'invalid' || error.field === 'zone') throw error;
    return { at: needInstant(text, option, zone), next: null };
  }
}
