import type { RunReason } from '#contract/run.ts';

export function timeoutSentence(ms: number | null): string {
  return `Stopped after ${(ms ?? 0) / 1000} s, the job's timeout.`;
}

export function stopSentence(reason: RunReason | null): string {
  switch (reason) {
    case 'replaced':
      return 'Stopped, a newer occurrence took its place.';
    case 'shutdown':
      return 'Stopped, Belfry was quitting.';
    default:
      return 'Stopped by hand.';
  }
}
