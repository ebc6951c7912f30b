/** How far a run is by what is usual. */
export interface Progress {
  /** 1 = as long as usual, more = beyond it; null = nothing says. */
  share: number | null;
  /** Ms left until the usual length; negative beyond it. */
  leftMs: number | null;
}

/** Estimates from the start (epoch ms; null = it waits) and the usual length in ms (null = a first run). */
export function progress(startedAt: number | null, usualMs: number | null, now: number): Progress {
  if (startedAt === null || usualMs === null) return { share: null, leftMs: null };
  const gone = Math.max(0, now - startedAt);
  return { share: gone / Math.max(1, usualMs), leftMs: usualMs - gone };
}
