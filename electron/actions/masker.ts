import { MASKED } from '#contract/masked.ts';
import type { OutputStream } from '#contract/run.ts';
import type { OutputMasker } from '#core/ports.ts';
import { DEPTH, type PatternTable } from './pattern-table.ts';

const DOTS = Buffer.from(MASKED);
type Write = (stream: OutputStream, bytes: Uint8Array) => void;

/** Reads one sequence of bytes and tells where patterns stand in it. */
class Scanner {
  private state = 0;
  /** Bytes read. */
  at = 0;
  /** Long patterns that have begun: each is compared with every byte that comes. */
  private open: { pattern: Uint8Array; start: number }[] = [];

  constructor(
    private readonly table: PatternTable,
    /** Of bytes [start, end) of the sequence. */
    private readonly found: (start: number, end: number) => void,
  ) {}

  /** Everything before this byte is decided. */
  get safe(): number {
    return Math.min(this.at - (this.table.depth[this.state] as number), this.open[0]?.start ?? this.at);
  }

  read(bytes: Uint8Array): void {
    const { next, classOf, shift, hits } = this.table;
    let { state } = this;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      state = next[(state << shift) + (classOf[byte] as number)] as number;
      if (this.open.length > 0) this.compare(byte, this.at + index);
      if (hits[state] === 1) this.hit(state, this.at + index + 1);
    }
    this.state = state;
    this.at += bytes.length;
  }

  private hit(state: number, end: number): void {
    const length = this.table.ends[state] as number;
    if (length > 0) this.found(end - length, end);
    for (const pattern of this.table.long.get(state) ?? []) this.open.push({ pattern, start: end - DEPTH });
  }

  private compare(byte: number, at: number): void {
    this.open = this.open.filter(({ pattern, start }) => {
      if (pattern[at - start] !== byte) return false;
      if (at - start + 1 < pattern.length) return true;
      this.found(start, at + 1);
      return false;
    });
  }
}

/** What one stream still holds back, and which of its bytes are secret. */
class Lane {
  readonly scanner: Scanner;
  private bytes = Buffer.alloc(0);
  private secret = new Uint8Array(0);
  /** Position in the stream of the first byte held. */
  private from = 0;
  private dotted = false;

  constructor(table: PatternTable) {
    this.scanner = new Scanner(table, (start, end) => this.hide(start, end));
  }

  take(bytes: Uint8Array): void {
    this.bytes = this.bytes.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.bytes, bytes]);
    const secret = new Uint8Array(this.bytes.length);
    secret.set(this.secret);
    this.secret = secret;
    this.scanner.read(bytes);
  }

  hide(start: number, end: number): void {
    this.secret.fill(1, Math.max(0, start - this.from), Math.max(0, end - this.from));
  }

  /** Gives out what stands before `until`, each run of secret bytes as six dots. */
  release(until: number, write: (bytes: Uint8Array) => void): void {
    const count = until - this.from;
    if (count <= 0) return;
    const { bytes, secret } = this;
    const parts: Uint8Array[] = [];
    for (let at = 0; at < count; ) {
      const hidden = secret[at] === 1;
      const turn = secret.indexOf(hidden ? 0 : 1, at);
      const end = turn === -1 ? count : Math.min(turn, count);
      if (!hidden) parts.push(bytes.subarray(at, end));
      else if (!this.dotted) parts.push(DOTS);
      this.dotted = hidden;
      at = end;
    }
    this.bytes = bytes.subarray(count);
    this.secret = secret.slice(count);
    this.from = until;
    const [only] = parts;
    if (only) write(parts.length === 1 ? only : Buffer.concat(parts));
  }
}

interface Piece {
  lane: Lane;
  /** Where it begins in what both streams printed, and in its own. */
  at: number;
  own: number;
  length: number;
}

/**
 * Takes secrets out of what an attempt prints, before anybody keeps or shows it: in each stream, and where both are read
 * together. Holds back no more than what a secret could have begun with.
 */
export class Masker implements OutputMasker {
  private readonly lanes: Record<OutputStream, Lane>;
  /** Reads both streams as one; null while only one has spoken, which costs half the time. */
  private together: Scanner | null = null;
  /** The newest pieces of both streams, as many as a pattern is long. */
  private pieces: Piece[] = [];
  private alone: { stream: OutputStream; tail: Buffer } | null = null;

  constructor(
    private readonly table: PatternTable,
    private readonly output: Write,
  ) {
    this.lanes = { stdout: new Lane(table), stderr: new Lane(table) };
  }

  write(stream: OutputStream, bytes: Uint8Array): void {
    const lane = this.lanes[stream];
    const { longest } = this.table;
    this.together ??= this.joined(stream);
    const own = lane.scanner.at;
    lane.take(bytes);
    if (this.together) this.readTogether(this.together, { lane, own, length: bytes.length }, bytes);
    else this.alone = { stream, tail: last(longest, this.alone?.tail, bytes) };
    this.release();
  }

  /** The other stream speaks for the first time: what the first one said last may go on in it. */
  private joined(stream: OutputStream): Scanner | null {
    if (this.alone === null || this.alone.stream === stream) return null;
    const together = new Scanner(this.table, (start, end) => this.hideBoth(start, end));
    const { tail } = this.alone;
    const lane = this.lanes[this.alone.stream];
    this.pieces = [{ lane, at: 0, own: lane.scanner.at - tail.length, length: tail.length }];
    together.read(tail);
    return together;
  }

  private readTogether(together: Scanner, piece: Omit<Piece, 'at'>, bytes: Uint8Array): void {
    const kept = together.at - this.table.longest;
    this.pieces = this.pieces.filter(({ at, length }) => at + length > kept);
    this.pieces.push({ ...piece, at: together.at });
    together.read(bytes);
  }

  text(said: string): string {
    return maskText(this.table, said);
  }

  end(): void {
    for (const stream of ['stdout', 'stderr'] as const)
      this.lanes[stream].release(this.lanes[stream].scanner.at, (bytes) => this.output(stream, bytes));
  }

  private release(): void {
    const decided = this.together?.safe ?? 0;
    for (const stream of ['stdout', 'stderr'] as const) {
      const lane = this.lanes[stream];
      const open = this.pieces.find((piece) => piece.lane === lane && piece.at + piece.length > decided);
      const bound = open ? open.own + Math.max(0, decided - open.at) : lane.scanner.at;
      lane.release(Math.min(lane.scanner.safe, bound), (bytes) => this.output(stream, bytes));
    }
  }

  private hideBoth(start: number, end: number): void {
    for (const { lane, at, own, length } of this.pieces) {
      const from = Math.max(start, at);
      const to = Math.min(end, at + length);
      if (from < to) lane.hide(own + from - at, own + to - at);
    }
  }
}

/** The last `count` bytes of both. */
function last(count: number, before: Uint8Array | undefined, bytes: Uint8Array): Buffer {
  const joined = bytes.length >= count || !before ? bytes : Buffer.concat([before, bytes]);
  return Buffer.from(joined.subarray(Math.max(0, joined.length - count)));
}

/** A text without secrets. */
export function maskText(table: PatternTable, text: string): string {
  if (table.longest === 0) return text;
  const parts: Uint8Array[] = [];
  const lane = new Lane(table);
  lane.take(Buffer.from(text));
  lane.release(lane.scanner.at, (bytes) => parts.push(bytes));
  return Buffer.concat(parts).toString();
}
