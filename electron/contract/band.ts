import { z } from 'zod';
import { instant } from './time.ts';

/** What kept bells from ringing for a stretch of time. */
export const bandKind = z.enum([
  'asleep', // the computer slept
  'not-running', // Belfry was not running
  'clock-jumped', // somebody or something set the clock
  'scheduler-off', // the scheduler was switched off
  'paused', // everything was paused
]);
export type BandKind = z.infer<typeof bandKind>;

/** A stretch of time [from, to) in which nothing rang. Epoch ms. */
export const band = z.object({ kind: bandKind, from: instant, to: instant });
export type Band = z.infer<typeof band>;
