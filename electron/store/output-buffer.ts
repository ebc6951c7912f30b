import type { OutputChunk, OutputStream } from '#contract/run.ts';

export interface Piece extends OutputChunk {
  /** Bytes as the job printed them. */
  size: number;
  stored: boolean;
}

/** Pieces of one stream this close in time are one row. */
const MERGE_MS = 5;
const PIECE_BYTES = 32 * 1024;

/** What the cap keeps of one attempt's output, bounded in memory: the first half as it comes, the last half as a ring. */
export class OutputBuffer {
  private readonly half: number;
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private headBytes = 0;
  private tailBytes = 0;
  private seq = 0;
  private head: Piece[] = [];
  private tail: Piece[] = [];
  /** From here on rows belong to the tail; null while all fits into the head. */
  tailFrom: number | null = null;
  bytes = 0;
  dropped = 0;

  constructor(
    private readonly attempt: number,
    capBytes: number,
  ) {
    this.half = Math.floor(capBytes / 2);
  }

  write(stream: OutputStream, bytes: Uint8Array, at: number): void {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const part = bytes.subarray(from, from + PIECE_BYTES);
      this.add(stream, this.decoders[stream].decode(part, { stream: true }), part.length, at);
    }
  }

  /** What an unfinished character at the very end leaves. */
  finish(at: number): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.decoders[stream].decode();
      if (rest) this.add(stream, rest, 0, at);
    }
  }

  /** Pieces to be stored, oldest first; `deleteBefore` = tail rows with a smaller seq are out of the ring. */
  take(): { pieces: Piece[]; deleteBefore: number | null } {
    const pieces = [...this.head, ...this.tail.filter((piece) => !piece.stored)];
    this.head = [];
    for (const piece of pieces) piece.stored = true;
    return { pieces, deleteBefore: this.dropped > 0 ? (this.tail[0]?.seq ?? this.seq) : null };
  }

  /** Takes back pieces that could not be stored. */
  giveBack(pieces: Piece[]): void {
    for (const piece of pieces) piece.stored = false;
    this.head.unshift(...pieces.filter((piece) => this.tailFrom === null || piece.seq < this.tailFrom));
  }

  private add(stream: OutputStream, text: string, size: number, at: number): void {
    this.bytes += size;
    const toHead = this.tailFrom === null && this.headBytes + size <= this.half;
    const list = toHead ? this.head : this.tail;
    if (toHead) this.headBytes += size;
    else {
      this.tailFrom ??= this.seq;
      this.tailBytes += size;
    }
    const last = list.at(-1);
    if (last && !last.stored && last.stream === stream && at - last.at < MERGE_MS && last.size + size <= PIECE_BYTES) {
      last.text += text;
      last.size += size;
    } else {
      list.push({ attempt: this.attempt, seq: this.seq++, at, stream, text, size, stored: false });
    }
    this.trim();
  }

  private trim(): void {
    let gone = 0;
    while (this.tailBytes > this.half && gone < this.tail.length - 1) {
      const piece = this.tail[gone++] as Piece;
      this.tailBytes -= piece.size;
      this.dropped += piece.size;
    }
    if (gone > 0) this.tail.splice(0, gone);
  }
}
