import type { EventName, EventPayload, RequestInput, RequestName, RequestOutput } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';

type Input<N extends RequestName> =
  undefined extends RequestInput<N> ? [input?: RequestInput<N>] : [input: RequestInput<N>];

/** Asks the application; throws BelfryError when it refuses. */
export async function ask<N extends RequestName>(name: N, ...[input]: Input<N>): Promise<RequestOutput<N>> {
  const reply = await window.belfry.request(name, input);
  if (reply.ok) return reply.result;
  throw new BelfryError(reply.error.code, reply.error.message, reply.error.field);
}

/** Whether the window has the native lights of macOS. */
export const onMac = (): boolean => window.belfry.platform === 'darwin';

export const onWindows = (): boolean => window.belfry.platform === 'win32';

/** Hears an event of the application until the returned function is called. */
export function hear<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
  return window.belfry.on(name, listener);
}

/** Whether what was asked for is not there, rather than out of reach for now. */
export const isGone = (error: unknown): boolean => error instanceof BelfryError && error.code === 'not-found';

/** Whether the answer is missing, rather than a refusal of what was asked. */
export const isUnanswered = (error: unknown): boolean =>
  !(error instanceof BelfryError) || error.code === 'unavailable' || error.code === 'internal';

/** The typed refusal behind an error, if it is one. */
export const refusal = (error: unknown): BelfryError | null => (error instanceof BelfryError ? error : null);

/** What an error says to a person. */
export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
