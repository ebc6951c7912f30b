import type { OutputChunk, OutputStream } from '#contract/run.ts';
import { createPainter, type Painter, type Span } from './ansi.ts';

export interface OutputLine {
  /** Ms since the attempt began. */
  at: number;
  stream: OutputStream;
  text: string;
  spans: readonly Span[];
  /** True where the cap left something out before this line. */
  afterGap: boolean;
}

/** Output of one attempt as lines, grown by chunks in the order of their seq. Not React's: a tail adds to it in place. */
export class OutputLog {
  readonly lines: OutputLine[] = [];
  lastSeq = -1;
  readonly #painters: Record<OutputStream, Painter> = { stdout: createPainter(), stderr: createPainter() };
  readonly #open: Record<OutputStream, number | null> = { stdout: null, stderr: null };

  /** Chunks already known are passed over, so a read and the events may overlap. True when lines changed. */
  append(chunks: readonly OutputChunk[]): boolean {
    const before = this.lastSeq;
    for (const chunk of chunks) {
      if (chunk.seq <= this.lastSeq) continue;
      const gap = this.lastSeq >= 0 && chunk.seq > this.lastSeq + 1;
      if (gap) {
        this.#open.stdout = null;
        this.#open.stderr = null;
      }
      this.lastSeq = chunk.seq;
      this.#add(chunk, gap);
    }
    return this.lastSeq !== before;
  }

  #add({ at, stream, text }: OutputChunk, gap: boolean): void {
    let afterGap = gap;
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) {
        if (this.#open[stream] === null) this.lines.push({ at, stream, text: '', spans: [], afterGap });
        this.#open[stream] = null;
        afterGap = false;
      }
      if (piece !== '') this.#write(at, stream, piece, afterGap);
    }
  }

  /** A line may come in pieces, with the other stream in between: it goes on where it began. */
  #write(at: number, stream: OutputStream, piece: string, afterGap: boolean): void {
    const index = this.#open[stream];
    const begun = index === null ? undefined : this.lines[index];
    const painted = this.#painters[stream](piece, begun);
    if (index !== null && begun) {
      this.lines[index] = { ...begun, ...painted };
      return;
    }
    this.#open[stream] = this.lines.push({ at, stream, ...painted, afterGap }) - 1;
  }
}
