import { z } from 'zod';

/** Where the window stood, in the desktop's pixels. */
export const windowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlace>;

/** One place for each display that the window has stood on, by the display's id. */
export const windowPlaces = z.object({
  last: z.string().nullable().default(null),
  byDisplay: z.record(z.string(), windowPlace).default({}),
});
export type WindowPlaces = z.infer<typeof windowPlaces>;
