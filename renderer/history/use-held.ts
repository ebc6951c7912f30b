import { useMemo, useRef } from 'react';
import type { Run } from '#contract/run.ts';
import { isLive } from '../ui/run-words.ts';

interface Held {
  runs: readonly Run[];
  /** How many have come since, and wait. */
  waiting: number;
  /** Rows that stay apart from repeats they might join by now. */
  apart: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** The runs to show. While held, those that are new wait, and those that end stay where they are: nothing jumps. */
export function useHeld(runs: readonly Run[], hold: boolean): Held {
  const frozen = useRef<{ newest: number; live: ReadonlySet<number> } | null>(null);
  if (!hold) frozen.current = null;
  else frozen.current ??= { newest: newestOf(runs), live: new Set(runs.filter(isLive).map(({ id }) => id)) };
  const held = frozen.current;
  return useMemo(() => {
    if (!held) return { runs, waiting: 0, apart: NONE };
    const shown = runs.filter(({ id }) => id <= held.newest);
    return { runs: shown, waiting: runs.length - shown.length, apart: held.live };
  }, [runs, held]);
}

const newestOf = (runs: readonly Run[]) => runs.reduce((newest, { id }) => Math.max(newest, id), 0);
