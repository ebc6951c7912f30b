import type { ActionHandle } from '#core/ports.ts';

/**
 * An action that Belfry does itself, in no process of its own. `work` resolves to what went wrong, in one sentence, or to
 * null; it heeds the signal, which comes with a stop. A crash of Belfry ends it, and leaves nothing behind.
 */
export function withoutProcess(work: (signal: AbortSignal) => Promise<string | null>): ActionHandle {
  const control = new AbortController();
  const stop = () => control.abort();
  const done = work(control.signal)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    .then((error) => ({ exitCode: null, signal: null, error: control.signal.aborted ? 'Stopped.' : error }));
  return { process: null, done, stop, kill: stop };
}
