import { useSyncExternalStore } from 'react';
import type { Run } from '#contract/run.ts';

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
  const failed = runs.filter(({ status }) => status === 'failed' || status === 'timed-out');
  if (runs.length > 3) {
    return failed.length > 0
      ? `${runs.length} runs finished, ${failed.length} failed.`
      : `${runs.length} runs finished.`;
  }
  return runs.map(endInWords).join(' ');
}

function endInWords(run: Run): string {
  const verb =
    { failed: 'failed', 'timed-out': 'timed out', cancelled: 'was stopped' }[run.status as string] ?? 'finished';
  return run.status === 'failed' && run.error ? `${run.job} ${verb}. ${run.error}` : `${run.job} ${verb}.`;
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
