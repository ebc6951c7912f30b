import type { Handlers } from '#contract/api.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createGate } from './gate.ts';
import { openSocket, type SocketOptions } from './socket.ts';

export interface DoorParts extends Pick<SocketOptions, 'address' | 'subscribe'> {
  handlers: Handlers;
  report: (error: unknown) => void;
  /** Takes secrets out of what is said. */
  mask: (said: string) => string;
  /** What is asked before waits. */
  ready: Promise<void>;
}

export interface Doors {
  /** For the window's requests. */
  dispatch: Dispatch;
  /** See the gate. */
  hold: () => Promise<() => void>;
  /** Opens the socket for the command line. */
  listen: () => ReturnType<typeof openSocket>;
}

/** All doors, behind one gate that a restore shuts. */
export function createDoors({ handlers, report, mask, ready, address, subscribe }: DoorParts): Doors {
  const { dispatch, hold } = createGate(createDispatch(handlers, report, mask), 'backup.restore', ready);
  return { dispatch, hold, listen: () => openSocket({ address, dispatch, subscribe }) };
}
