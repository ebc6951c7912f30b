import { useSyncExternalStore } from 'react';
import type { Run } from '#contract/run.ts';
import { words } from './text.ts';

/** Ends are gathered this long (ms), so that a screen reader hears a sentence and not a stream. */
const GATHER_MS = 1000;

let sentence = '';
let gathered: Run[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const told = new Set<number>();
const TOLD_LIMIT = 5000;

/** Gathers runs that have ended and says so politely. */
export function announceEnds(runs: readonly Run[]): void {
  for (const run of runs) {
    if (run.finishedAt === null || !isEnd(run) || told.has(run.id)) continue;
    if (told.size > TOLD_LIMIT) told.clear();
    told.add(run.id);
    gathered.push(run);
  }
  if (gathered.length > 0 && timer === undefined) timer = setTimeout(speak, GATHER_MS);
}

const isEnd = ({ status }: Run) =>
  status === 'success' || status === 'failed' || status === 'timed-out' || status === 'cancelled';

function speak(): void {
  timer = undefined;
  sentence = endsInWords(gathered);
  gathered = [];
  for (const listener of listeners) listener();
}

/** "Renew TLS certificates failed. Timeout during connect." or, for many, "5 runs finished, 1 failed." */
export function endsInWords(runs: readonly Run[]): string {
  if (runs.length <= MOST_TOLD) return runs.map(endInWords).join(' ');
  return words.ended(runs.length, runs.filter(({ status }) => status === 'failed' || status === 'timed-out').length);
}
const MOST_TOLD = 3;

function endInWords({ job, status, error }: Run): string {
  const ended = words.end[status as keyof typeof words.end](job);
  return status === 'failed' && error ? `${ended} ${error}` : ended;
}

/** What a polite live region says. */
export function useAnnouncement(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sentence,
  );
}
