import type { OutputChunk, OutputStream } from '#contract/run.ts';

/** Pieces of one stream this close in time (ms) are one chunk. */
const MERGE_MS = 5;
const CHUNK_LIMIT = 32 * 1024;

/** Output of a test run, bounded: the first half of the cap as it comes, of the rest the last half at the end. */
export class TestOutput {
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private readonly half: number;
  private pending: OutputChunk[] = [];
  private tail: OutputChunk[] = [];
  private sent = 0;
  private held = 0;
  private seq = 0;
  /** Characters left out in the middle. */
  dropped = 0;
  /** All that is kept, for the rule of success. */
  text = '';

  constructor(cap: number) {
    this.half = Math.floor(cap / 2);
  }

  write(stream: OutputStream, bytes: Uint8Array, at: number): void {
    for (let from = 0; from < bytes.length; from += CHUNK_LIMIT) {
      const part = bytes.subarray(from, from + CHUNK_LIMIT);
      this.add(stream, this.decoders[stream].decode(part, { stream: true }), at);
    }
  }

  /** What is to be shown now. */
  take(): OutputChunk[] {
    const { pending } = this;
    this.pending = [];
    return pending;
  }

  /** What is left to be shown at the end. */
  finish(at: number): OutputChunk[] {
    for (const stream of ['stdout', 'stderr'] as const) this.add(stream, this.decoders[stream].decode(), at);
    const rest = [...this.take(), ...this.tail];
    this.text += this.tail.map(({ text }) => text).join('');
    this.tail = [];
    return rest;
  }

  private add(stream: OutputStream, text: string, at: number): void {
    if (text === '') return;
    const isHead = this.tail.length === 0 && this.dropped === 0 && this.sent + text.length <= this.half;
    const list = isHead ? this.pending : this.tail;
    if (isHead) {
      this.sent += text.length;
      this.text += text;
    } else this.held += text.length;
    const last = list.at(-1);
    if (last?.stream === stream && at - last.at < MERGE_MS && last.text.length < CHUNK_LIMIT) last.text += text;
    else list.push({ attempt: 1, seq: this.seq++, at, stream, text });
    while (this.held > this.half && this.tail.length > 1) {
      const gone = (this.tail.shift() as OutputChunk).text.length;
      this.held -= gone;
      this.dropped += gone;
    }
  }
}
