import type { RunStatus } from '#contract/run.ts';

export interface Bar {
  shape: 'solid' | 'tall' | 'hollow' | 'stub' | 'live';
  tone: 'ok' | 'fail' | 'late' | 'idle' | 'run';
  /** Height in pixels above the base line. */
  height: number;
}

interface Seen {
  status: RunStatus;
  /** How long it took, or has taken so far; null = it never started. */
  ms: number | null;
}

const TALL = 18;
const SHORTEST = 4;
const SPAN = 10;

/** Runs as bars, oldest first: height is duration against the longest, shape is the outcome. `runs` come newest first. */
export function bars(runs: readonly Seen[]): Bar[] {
  const lengths = runs.map(({ ms }) => ms ?? 0);
  // What failed is drawn tall anyway: a long wait for a timeout must not flatten the rest.
  const longest = Math.max(1, ...lengths.filter((_, at) => runs[at]?.status === 'success'));
  return runs
    .map(({ status }, at) => bar(status, SHORTEST + SPAN * Math.min(1, (lengths[at] ?? 0) / longest)))
    .reverse();
}

function bar(status: RunStatus, height: number): Bar {
  switch (status) {
    case 'success':
      return { shape: 'solid', tone: 'ok', height };
    case 'failed':
    case 'timed-out':
      return { shape: 'tall', tone: 'fail', height: TALL };
    case 'interrupted':
      return { shape: 'tall', tone: 'late', height: TALL };
    case 'missed':
      return { shape: 'hollow', tone: 'late', height: 9 };
    case 'skipped':
    case 'cancelled':
      return { shape: 'stub', tone: 'idle', height: 2 };
    case 'queued':
    case 'running':
      return { shape: 'live', tone: 'run', height: Math.max(SHORTEST + 4, height) };
  }
}
