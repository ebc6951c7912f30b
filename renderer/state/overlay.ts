import { useSyncExternalStore } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { JobSummary } from '#contract/job.ts';

type JobName = Pick<JobSummary, 'id' | 'name'>;

/** What a run was given, to be given again, and why that was not done at once. */
export interface RunAgain {
  /** null = not kept. */
  given: Record<string, string | null>;
  refused: BelfryError;
}

/** What lies over the window: the palette, the list of keys, a dialog that was asked for from anywhere, or nothing. */
export type Overlay =
  | 'palette'
  | 'keys'
  | 'import'
  /** Null exports all jobs. */
  | { export: readonly JobName[] | null }
  | { runWith: JobSummary; again?: RunAgain }
  /** Null pauses everything. */
  | { pauseUntil: readonly JobName[] | null }
  | null;

let overlay: Overlay = null;
const listeners = new Set<() => void>();

export function showOverlay(next: Overlay): void {
  overlay = next;
  for (const listener of listeners) listener();
}

/** Closes what is open, unless something else has taken its place. */
export function closeOverlay(open: Overlay): void {
  if (overlay === open) showOverlay(null);
}

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => overlay,
  );
}
