import { z } from 'zod';
import { policy } from './policy.ts';
import { instant, timeZone } from './time.ts';
import { triggerSpec } from './trigger.ts';

/** What a change of clocks does to one occurrence. */
export const clockNote = z.enum(['moved-after-gap', 'first-of-two', 'second-of-two']);
export type ClockNote = z.infer<typeof clockNote>;

export const occurrence = z.object({ at: instant, note: clockNote.nullable() });
export type Occurrence = z.infer<typeof occurrence>;

/** What somebody is asked for who types words: any schedule, or one date. */
export const wanted = z.enum(['schedule', 'date']);
export type Wanted = z.infer<typeof wanted>;

/** A schedule as typed (cron or words) or as data, and how to read it. */
export const scheduleQuery = z.object({
  schedule: z.union([z.string().max(500, 'A schedule has at most 500 characters.'), triggerSpec]),
  zone: timeZone.nullable().default(null),
  gap: policy.shape.gap,
  repeat: policy.shape.repeat,
  /** Epoch ms, exclusive; null = now. */
  from: instant.nullable().default(null),
  count: z.int().min(0).max(1000).default(5),
  /** Of what a refusal gives examples. */
  wanted: wanted.default('schedule'),
});
export type ScheduleQuery = z.infer<typeof scheduleQuery>;

export const scheduleReading = z.object({
  spec: triggerSpec,
  /** e.g. "Every day at 02:30"; typed back, it means the same schedule. */
  words: z.string(),
  zone: z.string(),
  next: z.array(occurrence),
  /** Parts of the typed text that were understood, as [start, end) offsets. */
  understood: z.array(z.tuple([z.int(), z.int()])),
});
export type ScheduleReading = z.infer<typeof scheduleReading>;

/** What was likely meant by words that are not understood. */
export const scheduleSuggestion = z.object({
  /** The whole schedule, with words that are understood. */
  words: z.string(),
  /** The first word that is not understood, as [start, end) of the typed text. */
  wrong: z.tuple([z.int(), z.int()]),
  /** As in a reading, of the typed text. */
  understood: z.array(z.tuple([z.int(), z.int()])),
});
export type ScheduleSuggestion = z.infer<typeof scheduleSuggestion>;
