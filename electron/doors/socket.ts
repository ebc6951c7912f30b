import { once } from 'node:events';
import { chmod, lstat, unlink } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { EventListener } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import { Connection } from './connection.ts';
import type { Dispatch } from './dispatch.ts';
import { ownFolder } from './owner.ts';
import { writeMessage } from './protocol.ts';

const CONNECTION_LIMIT = 128;
/** Bytes of unfinished lines that all clients together may have us hold. */
const HELD_LIMIT = 64 * 1024 * 1024;
/** How long (ms) clients have to take their last answers when the door closes. */
const CLOSE_MS = 500;

export interface SocketOptions {
  /** Path of the socket, or name of the Windows pipe. */
  address: string;
  dispatch: Dispatch;
  subscribe: (listener: EventListener) => () => void;
}

/**
 * Serves the contract to other programs of the same user, as lines of JSON. Only the owner may connect: mode 0600, and
 * on Windows the default rights of a pipe, which let others at most read, and nothing is sent to who never asked.
 * Rejects with `conflict` when somebody answers at the address already.
 */
export async function openSocket(options: SocketOptions): Promise<{ close(): Promise<void> }> {
  const { address } = options;
  const onDisk = !address.startsWith('\\\\');
  if (onDisk) {
    await ownFolder(address);
    await clearStale(address);
  }
  const { server, close } = createDoor(options);
  await listen(server, address);
  if (onDisk) await chmod(address, 0o600);
  return { close };
}

function createDoor({ dispatch, subscribe }: SocketOptions): { server: Server; close(): Promise<void> } {
  const clients = new Map<Socket, Connection>();
  let unsubscribe: (() => void) | null = null;

  const broadcast: EventListener = (event, payload) => {
    let line: Buffer | undefined;
    for (const client of clients.values()) {
      if (!client.wanted.has(event)) continue;
      line ??= Buffer.from(writeMessage({ event, payload }));
      client.deliver(line);
    }
  };
  /** Listens to the application only while a client wants to hear it: without a listener events cost nothing. */
  const follow = () => {
    const wanted = [...clients.values()].some((client) => client.wanted.size > 0);
    if (wanted) unsubscribe ??= subscribe(broadcast);
    else {
      unsubscribe?.();
      unsubscribe = null;
    }
  };
  const mayHold = () => [...clients.values()].reduce((sum, client) => sum + client.held, 0) <= HELD_LIMIT;

  // Half open: a client that has said all it wants to say still gets its answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (clients.size >= CONNECTION_LIMIT) return turnAway(socket);
    clients.set(socket, new Connection({ socket, dispatch, mayHold, onSubscription: follow }));
    socket.on('close', () => {
      clients.delete(socket);
      follow();
    });
  });
  // Out of file descriptors, say: clients fail, the application goes on.
  server.on('error', () => {});

  return { server, close: () => closeDoor(server, [...clients.keys()]) };
}

function turnAway(socket: Socket): void {
  const error = new BelfryError('unavailable', 'Too many programs are connected to Belfry; close one.').toBody();
  socket.on('error', () => {});
  socket.resume();
  socket.end(writeMessage({ id: null, ok: false, error }));
  setTimeout(() => socket.destroy(), CLOSE_MS).unref();
}

/** A socket file that nobody listens on was left by a crash. Anything else in its place is not ours to remove. */
async function clearStale(address: string): Promise<void> {
  const found = await lstat(address).catch(() => null);
  if (!found) return;
  if (!found.isSocket()) throw new BelfryError('conflict', `${address} is in the way; move it elsewhere.`);
  if (await answers(address)) throw new BelfryError('conflict', `Another Belfry already answers at ${address}.`);
  await unlink(address);
}

async function answers(address: string): Promise<boolean> {
  const socket = createConnection(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ECONNREFUSED' && code !== 'ENOENT';
  } finally {
    socket.destroy();
  }
}

async function listen(server: Server, address: string): Promise<void> {
  // The file is made with these rights, so there is no moment in which others could connect.
  const before = process.platform === 'win32' ? null : process.umask(0o177);
  try {
    server.listen(address);
  } finally {
    if (before !== null) process.umask(before);
  }
  await once(server, 'listening');
}

async function closeDoor(server: Server, sockets: Socket[]): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets) socket.end();
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, CLOSE_MS);
  await closed;
  clearTimeout(timer);
}
