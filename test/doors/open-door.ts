import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketAddress } from '#doors/address.ts';
import { createDispatch } from '#doors/dispatch.ts';
import { openSocket } from '#doors/socket.ts';
import { MemoryApp } from './memory-app.ts';

/** A real socket in a folder of its own, with an application in memory behind it. */
export interface Door {
  app: MemoryApp;
  data: string;
  address: string;
  /** Defects that were logged. */
  defects: unknown[];
  close(): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  const app = new MemoryApp();
  const data = await mkdtemp(join(tmpdir(), 'belfry-door-'));
  const address = socketAddress(data, process.platform);
  const defects: unknown[] = [];
  const dispatch = createDispatch(app.handlers, (error) => defects.push(error));
  const socket = await openSocket({
    address,
    dispatch,
    subscribe: app.subscribe,
  });
  const close = async () => {
    await socket.close();
    await rm(data, { recursive: true, force: true });
  };
  return { app, data, address, defects, close };
}

type Message = Record<string, unknown> & {
  error?: { code: string; message: string; field?: string };
};

/** A client that says exactly what it is told to, well-formed or not. */
export class RawClient {
  readonly socket: Socket;
  private readonly received: Message[] = [];
  private partial = '';
  private waiting: ((message: Message | null) => void)[] = [];
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      for (const resolve of this.waiting.splice(0)) resolve(null);
    });
  }

  static async connect(address: string): Promise<RawClient> {
    const socket = createConnection(address);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  say(line: string | Buffer): void {
    this.socket.write(line);
  }

  ask(message: unknown): Promise<Message | null> {
    this.say(`${JSON.stringify(message)}\n`);
    return this.next();
  }

  /** The next message; null when the connection closes first. */
  next(): Promise<Message | null> {
    const message = this.received.shift();
    if (message) return Promise.resolve(message);
    if (this.closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  private take(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as Message;
      const resolve = this.waiting.shift();
      if (resolve) resolve(message);
      else this.received.push(message);
    }
  }
}
