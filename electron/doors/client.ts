import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import type { EventListener, EventName, Reply, RequestInput, RequestName, RequestOutput } from '#contract/api.ts';
import { BelfryError, type ErrorBody } from '#contract/error.ts';
import { LineReader, TOO_LONG } from './lines.ts';
import { checkOwner } from './owner.ts';

/** Bytes of one answer that are taken. */
const ANSWER_LIMIT = 256 * 1024 * 1024;

/** The application does not run, or has gone while it was asked. */
export class NotRunningError extends BelfryError {
  constructor(message = 'Belfry is not running; start it, then try again.') {
    super('unavailable', message);
    this.name = 'NotRunningError';
  }
}

/** A connection to the running application. */
export interface Client {
  /** Rejects with the refusal as a BelfryError, or a NotRunningError. */
  request<N extends RequestName>(name: N, input?: RequestInput<N>): Promise<RequestOutput<N>>;
  /** From now on these events and no others go to `listener`. */
  subscribe(events: EventName[], listener: EventListener): Promise<void>;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to the application listening at `address`; rejects with NotRunningError when nobody does. */
export async function connect(address: string): Promise<Client> {
  if (!address.startsWith('\\\\')) await checkOwner(address);
  const socket = createConnection(address);
  try {
    await once(socket, 'connect');
  } catch (error) {
    throw cannotConnect(error as NodeJS.ErrnoException);
  }
  return createClient(socket);
}

function cannotConnect({ code, message }: NodeJS.ErrnoException): BelfryError {
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') return new NotRunningError();
  if (code === 'EACCES' || code === 'EPERM')
    return new BelfryError('forbidden', 'Belfry there is run by another user.');
  return new BelfryError('unavailable', `Belfry cannot be reached: ${message}`);
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: BelfryError): void;
}

function createClient(socket: Socket): Client {
  const reader = new LineReader(ANSWER_LIMIT);
  const pending = new Map<number, Pending>();
  let hear: EventListener = () => {};
  let lastId = 0;

  const fail = (error: BelfryError) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    socket.destroy();
  };
  const take = (line: string) => {
    const message = JSON.parse(line) as ({ id: number | null } & Reply<unknown>) | { event: never; payload: never };
    if ('event' in message) return hear(message.event, message.payload);
    if (message.id === null) return message.ok ? undefined : fail(refusal(message.error));
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.ok) waiting?.resolve(message.result);
    else waiting?.reject(refusal(message.error));
  };

  socket.on('data', (chunk: Buffer) => {
    for (const line of reader.push(chunk)) {
      if (line === TOO_LONG) return fail(new BelfryError('too-large', 'The answer is too large.'));
      try {
        take(line);
      } catch {
        return fail(new BelfryError('unavailable', 'What answers there is not Belfry.'));
      }
    }
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      fail(new NotRunningError('Belfry has stopped answering.'));
      resolve();
    });
  });

  const send = (message: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!socket.writable) return reject(new NotRunningError('Belfry has stopped answering.'));
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      socket.write(`${JSON.stringify({ id: lastId, ...message })}\n`);
    });

  return {
    closed,
    request: (name, input) => send({ name, input }) as Promise<RequestOutput<typeof name>>,
    subscribe: async (subscribe, listener) => {
      hear = listener;
      await send({ subscribe });
    },
    close: () => socket.destroy(),
  };
}

const refusal = ({ code, message, field }: ErrorBody) => new BelfryError(code, message, field);
