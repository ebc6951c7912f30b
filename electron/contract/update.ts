import { z } from 'zod';

/** How far a newer version is. */
export const updateState = z.object({
  /**
   * `off`: this package is not updated by Belfry, or the settings say so; `current`: none was found or looked for yet;
   * `found`: there is one, not loaded; `ready`: loaded and checked, it takes over with the next start.
   */
  phase: z.enum(['off', 'current', 'looking', 'found', 'loading', 'ready', 'failed']),
  /** The newer version, once it is known. */
  version: z.string().nullable(),
  /** Why updates are off, or what went wrong: one sentence. */
  reason: z.string().nullable(),
});
export type UpdateState = z.infer<typeof updateState>;

/** `install`: load it, and put it in place when Belfry ends; `tell`: only say that there is one; `off`: do not look. */
export const updateMode = z.enum(['install', 'tell', 'off']);
export type UpdateMode = z.infer<typeof updateMode>;
