import { z } from 'zod';
import { timeZone } from './time.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time of day, such as 22:00.');

const fields = {
  /** The system's list of what starts with it is the truth; this follows it. */
  startWithComputer: z.boolean(),
  /** Off: Belfry shows everything, but nothing rings. */
  schedulerOn: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  /** null = the computer's zone. */
  zone: timeZone.nullable(),
  /** Runs at once over all jobs; null = twice the cores, at least 4. */
  concurrency: z.int().min(1).max(1000).nullable(),
  /** When jobs that ask for it keep still, by the clock of `zone`; may span midnight. null = never. */
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
  /** Bytes of output kept for each attempt; half from the start, half from the end. */
  outputCapBytes: z
    .int()
    .min(1024)
    .max(1024 ** 3),
};

export const settings = z.object({
  startWithComputer: fields.startWithComputer.default(false),
  schedulerOn: fields.schedulerOn.default(true),
  theme: fields.theme.default('system'),
  zone: fields.zone.default(null),
  concurrency: fields.concurrency.default(null),
  quietHours: fields.quietHours.default(null),
  outputCapBytes: fields.outputCapBytes.default(10 * 1024 * 1024),
});
export type Settings = z.infer<typeof settings>;

/** An edit: only what is named changes. */
export const settingsChanges = z.object(fields).partial();
export type SettingsChanges = z.infer<typeof settingsChanges>;
