import { z } from 'zod';

/** One thing that was looked at. */
export const check = z.object({
  name: z.string(),
  /** `unknown`: this computer has no way to tell. */
  state: z.enum(['ok', 'warning', 'failed', 'unknown']),
  /** What was found, in one sentence. */
  found: z.string(),
  /** What a person can do about it; null when nothing needs doing. */
  advice: z.string().nullable(),
});
export type Check = z.infer<typeof check>;

export const diagnosis = z.object({
  checks: z.array(check),
  /** Versions and findings as text to pass on: no names of jobs, no secrets, no home folder. */
  report: z.string(),
});
export type Diagnosis = z.infer<typeof diagnosis>;
