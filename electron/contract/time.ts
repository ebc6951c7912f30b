import { z } from 'zod';
import { FOREVER } from './limits.ts';

/** Epoch milliseconds, UTC, within the years ISO 8601 can write with four digits. */
export const instant = z.int('Give a time in whole milliseconds.').min(0).max(FOREVER);

/** A duration in milliseconds, at most 10 years. */
export const duration = z
  .int('Give a duration in whole milliseconds.')
  .min(0)
  .max(10 * 366 * 86_400_000);

/** Zones found good: asking Intl costs 50 µs. Bounded, since one zone can be written in many letter cases. */
const knownZones = new Set<string>();
const KNOWN_ZONES_LIMIT = 1000;

export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    if (knownZones.size < KNOWN_ZONES_LIMIT) knownZones.add(name);
    return true;
  } catch {
    return false;
  }
}

/** An IANA zone name such as `Europe/Paris`. */
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, { error: 'Unknown time zone. Use a name like Europe/Paris or UTC.' });
