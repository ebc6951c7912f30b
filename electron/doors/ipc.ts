import type { Reply } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Dispatch } from './dispatch.ts';

/** The channel of requests (name, input). */
export const REQUEST_CHANNEL = 'belfry:request';

/** So many of a list are written in one go: bells do not wait for ten thousand. */
const AT_ONCE = 500;

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

/** Serves the contract to the window; replies are JSON. Any other sender is refused with `forbidden`. Returns what closes the door. */
export function openIpc<E>({ ipc, isTrusted, dispatch }: IpcOptions<E>): () => void {
  ipc.handle(REQUEST_CHANNEL, async (event, name, input): Promise<string> => {
    if (!trusted(isTrusted, event)) {
      const error = new BelfryError('forbidden', 'Only the window of Belfry may ask this.').toBody();
      return JSON.stringify({ ok: false, error });
    }
    return textOf(await dispatch(name, input));
  });
  return () => ipc.removeHandler(REQUEST_CHANNEL);
}

/** A text crosses to the page at once; objects would be copied property by property, twice. */
async function textOf(reply: Reply<unknown>): Promise<string> {
  if (!reply.ok || !Array.isArray(reply.result) || reply.result.length <= AT_ONCE) return JSON.stringify(reply);
  const parts: string[] = [];
  for (let from = 0; from < reply.result.length; from += AT_ONCE) {
    parts.push(JSON.stringify(reply.result.slice(from, from + AT_ONCE)).slice(1, -1));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return `{"ok":true,"result":[${parts.join(',')}]}`;
}

/** A frame that is gone by now makes the check throw; nobody is left to be trusted then. */
function trusted<E>(isTrusted: (event: E) => boolean, event: E): boolean {
  try {
    return isTrusted(event);
  } catch {
    return false;
  }
}
