import type { Reply } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Dispatch } from './dispatch.ts';

/** The channel of requests (name, input). */
export const REQUEST_CHANNEL = 'belfry:request';

/** What this door needs of Electron's ipcMain. */
export interface Ipc<E> {
  handle(channel: string, listener: (event: E, ...args: unknown[]) => unknown): void;
  removeHandler(channel: string): void;
}

export interface IpcOptions<E> {
  ipc: Ipc<E>;
  /** Whether a message comes from the application's own page, in its main frame. */
  isTrusted: (event: E) => boolean;
  dispatch: Dispatch;
}

/** Serves the contract to the window. Any other sender is refused with `forbidden`. Returns what closes the door. */
export function openIpc<E>({ ipc, isTrusted, dispatch }: IpcOptions<E>): () => void {
  ipc.handle(REQUEST_CHANNEL, (event, name, input): Promise<Reply<unknown>> | Reply<unknown> => {
    if (!trusted(isTrusted, event)) {
      return { ok: false, error: new BelfryError('forbidden', 'Only the window of Belfry may ask this.').toBody() };
    }
    return dispatch(name, input);
  });
  return () => ipc.removeHandler(REQUEST_CHANNEL);
}

/** A frame that is gone by now makes the check throw; nobody is left to be trusted then. */
function trusted<E>(isTrusted: (event: E) => boolean, event: E): boolean {
  try {
    return isTrusted(event);
  } catch {
    return false;
  }
}
