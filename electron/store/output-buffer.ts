import { isUtf8 } from 'node:buffer';
import type { OutputStream } from '#contract/run.ts';
import { Blocks } from './blocks.ts';
import { wholeCharacters } from './characters.ts';

export interface Piece {
  attempt: number;
  seq: number;
  at: number;
  stream: OutputStream;
  /** Whole characters, or what is none, in its first `size` bytes; null once stored. */
  block: Uint8Array | null;
  size: number;
  stored: boolean;
}

/** Pieces of one stream this close in time are one row. */
const MERGE_MS = 5;
const PIECE_BYTES = 32 * 1024;

/** What the cap keeps of one attempt's output: the first half as it comes, the last half as a ring. Holds only what is not stored. */
export class OutputBuffer {
  private readonly half: number;
  /** The beginning of a character whose end is still to come. */
  private readonly begun = { stdout: new Uint8Array(), stderr: new Uint8Array() };
  private headBytes = 0;
  private tailBytes = 0;
  private seq = 0;
  private head: Piece[] = [];
  private tail: Piece[] = [];
  /** From here on rows belong to the tail; null while all fits into the head. */
  tailFrom: number | null = null;
  private readonly blocks = new Blocks(PIECE_BYTES);
  bytes = 0;
  dropped = 0;
  /** Bytes held in memory. */
  held = 0;

  constructor(
    private readonly attempt: number,
    readonly capBytes: number,
  ) {
    this.half = Math.floor(capBytes / 2);
  }

  write(stream: OutputStream, bytes: Uint8Array, at: number): void {
    const all = this.begun[stream].length > 0 ? Buffer.concat([this.begun[stream], bytes]) : bytes;
    const whole = wholeCharacters(all);
    this.begun[stream] = Uint8Array.from(all.subarray(whole));
    for (let from = 0; from < whole; ) {
      const room = all.subarray(from, Math.min(from + PIECE_BYTES, whole));
      const part = from + room.length < whole ? room.subarray(0, wholeCharacters(room)) : room;
      this.add(stream, part, at);
      from += part.length;
    }
  }

  /** What an unfinished character at the very end leaves. */
  finish(at: number): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.begun[stream].length > 0) this.add(stream, this.begun[stream], at);
      this.begun[stream] = new Uint8Array();
    }
  }

  /** Pieces to be stored, oldest first; `deleteBefore` = tail rows with a smaller seq are out of the ring. */
  take(): { pieces: Piece[]; deleteBefore: number | null } {
    const pieces = [...this.head, ...this.tail.filter((piece) => !piece.stored)];
    this.head = [];
    for (const piece of pieces) piece.stored = true;
    return { pieces, deleteBefore: this.dropped > 0 ? (this.tail[0]?.seq ?? this.seq) : null };
  }

  /** Lets go of the bytes of pieces that are on disk. */
  forget(pieces: Piece[]): void {
    for (const piece of pieces) {
      this.drop(piece);
    }
  }

  /** Takes back pieces that could not be stored. */
  giveBack(pieces: Piece[]): void {
    for (const piece of pieces) piece.stored = false;
    this.head.unshift(...pieces.filter((piece) => this.tailFrom === null || piece.seq < this.tailFrom));
  }

  private add(stream: OutputStream, part: Uint8Array, at: number): void {
    const size = part.length;
    this.bytes += size;
    this.held += size;
    const toHead = this.tailFrom === null && this.headBytes + size <= this.half;
    const list = toHead ? this.head : this.tail;
    if (toHead) this.headBytes += size;
    else {
      this.tailFrom ??= this.seq;
      this.tailBytes += size;
    }
    const last = list.at(-1);
    if (last && !last.stored && last.stream === stream && at - last.at < MERGE_MS && last.size + size <= PIECE_BYTES) {
      last.block = this.blocks.append(last.block, last.size, part);
      last.size += size;
    } else {
      list.push({
        attempt: this.attempt,
        seq: this.seq++,
        at,
        stream,
        block: this.blocks.append(null, 0, part),
        size,
        stored: false,
      });
    }
    this.trim();
  }

  private trim(): void {
    let gone = 0;
    while (this.tailBytes > this.half && gone < this.tail.length - 1) {
      const piece = this.tail[gone++] as Piece;
      this.tailBytes -= piece.size;
      this.dropped += piece.size;
      this.drop(piece);
    }
    if (gone > 0) this.tail.splice(0, gone);
  }

  private drop(piece: Piece): void {
    if (!piece.block) return;
    this.held -= piece.size;
    this.blocks.giveBack(piece.block);
    piece.block = null;
  }
}

/** A copy of the bytes of a piece, and whether they are text. */
export function contentOf({ block, size }: Piece): { bytes: Buffer; isText: boolean } {
  const bytes = Buffer.from((block ?? new Uint8Array()).subarray(0, size));
  return { bytes, isText: isUtf8(bytes) };
}
