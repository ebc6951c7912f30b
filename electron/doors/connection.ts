import type { Socket } from 'node:net';
import type { EventName } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Dispatch } from './dispatch.ts';
import { LineReader, TOO_LONG } from './lines.ts';
import { LINE_LIMIT, readMessage, type ServerMessage, writeMessage } from './protocol.ts';

/** Requests of one client worked on at once; the rest wait unread. */
const IN_FLIGHT_LIMIT = 8;
/** Bytes of events a client may leave unread before it is dropped. */
const EVENT_BACKLOG_LIMIT = 8 * 1024 * 1024;
/** A client that takes nothing of an answer for this long (ms) is dropped. */
const STALL_MS = 60_000;
/** How long (ms) a client that sent too much has to read the refusal. */
const GRACE_MS = 2_000;

export interface ConnectionParts {
  socket: Socket;
  dispatch: Dispatch;
  /** The events this client wants changed. */
  onSubscription: () => void;
  /** False when all clients together hold too many unfinished bytes. */
  mayHold: () => boolean;
}

/** One client of the socket: reads its lines, answers them, and sends it the events it asked for. */
export class Connection {
  wanted: ReadonlySet<EventName> = new Set();
  private readonly parts: ConnectionParts;
  private readonly reader = new LineReader(LINE_LIMIT);
  private readonly waiting: string[] = [];
  private inFlight = 0;
  private eventBytes = 0;
  private ended = false;

  constructor(parts: ConnectionParts) {
    this.parts = parts;
    const { socket } = parts;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('end', () => this.endReading());
    socket.on('drain', () => this.pump());
    // A reset is how many clients leave; 'close' follows.
    socket.on('error', () => {});
    socket.setTimeout(STALL_MS, () => {
      if (socket.writableLength > 0) socket.destroy();
    });
  }

  /** Bytes held of a line under way. */
  get held(): number {
    return this.reader.held;
  }

  /** Sends an event, or drops the client when it has stopped reading. */
  deliver(line: Buffer): void {
    if (this.eventBytes > EVENT_BACKLOG_LIMIT) {
      this.parts.socket.destroy();
      return;
    }
    this.eventBytes += line.length;
    this.parts.socket.write(line, () => {
      this.eventBytes -= line.length;
    });
  }

  private read(chunk: Buffer): void {
    if (this.ended) return;
    const lines = this.reader.push(chunk);
    const tooLong = lines.indexOf(TOO_LONG);
    this.waiting.push(...(lines.slice(0, tooLong === -1 ? undefined : tooLong) as string[]));
    if (tooLong !== -1 || !this.parts.mayHold()) this.refuseTooLarge();
    else this.pump();
  }

  private refuseTooLarge(): void {
    const error = new BelfryError('too-large', `A message is at most ${LINE_LIMIT / 1024 / 1024} MiB.`).toBody();
    this.send({ id: null, ok: false, error });
    this.endReading();
    // A client that just keeps sending is not read for ever.
    setTimeout(() => this.parts.socket.destroy(), GRACE_MS).unref();
  }

  /** Serves waiting lines as far as the limits let it, and reads on only when none wait. */
  private pump(): void {
    const { socket } = this.parts;
    while (this.waiting.length > 0 && this.inFlight < IN_FLIGHT_LIMIT && !socket.writableNeedDrain) {
      this.serve(this.waiting.shift() as string);
    }
    if (this.ended) this.leave();
    else if (this.waiting.length > 0 || socket.writableNeedDrain) socket.pause();
    else socket.resume();
  }

  private serve(line: string): void {
    const reading = readMessage(line);
    if (!reading.ok) {
      this.send({ id: reading.id, ok: false, error: reading.error });
      return;
    }
    const { message } = reading;
    if ('subscribe' in message) {
      this.wanted = message.subscribe;
      this.parts.onSubscription();
      this.send({ id: message.id, ok: true, result: null });
      return;
    }
    this.inFlight += 1;
    void this.parts.dispatch(message.name, message.input).then((reply) => {
      this.inFlight -= 1;
      this.send({ id: message.id, ...reply });
      this.pump();
    });
  }

  private send(message: ServerMessage): void {
    if (this.parts.socket.writable) this.parts.socket.write(writeMessage(message));
  }

  /** The client says no more: what it asked is still answered, then the connection closes. */
  private endReading(): void {
    this.ended = true;
    this.wanted = new Set();
    this.parts.onSubscription();
    this.pump();
  }

  private leave(): void {
    const { socket } = this.parts;
    // Unread bytes would turn the close into a reset, and the client would lose the answer.
    socket.resume();
    if (this.inFlight === 0 && this.waiting.length === 0) socket.end();
  }
}
