import type { OutputChunk, OutputStream } from '#contract/run.ts';
import { createPainter, type Painter, type Span } from './ansi.ts';

export interface OutputLine {
  /** Ms since the attempt began. */
  at: number;
  stream: OutputStream;
  text: string;
  spans: readonly Span[];
  /** True where something is not shown before this line. */
  afterGap: boolean;
  /** True where a line too long to draw goes on. */
  continues: boolean;
}

/** A page cannot draw a line of megabytes: it is drawn in pieces of this many characters. */
const LINE_CHARS = 4_000;
/** What is held of each end; between them a gap. */
const END_CHARS = 512 * 1024;
const END_LINES = 10_000;
/** How far beyond both ends it grows before the middle is let go. */
const SLACK = 1.25;
/** While someone reads further up, the lines there stay, up to so many times as much. */
const HELD = 4;

/**
 * Output of one attempt as lines, grown by chunks in the order of their seq; of much of it, both ends. Not React's: a
 * tail adds to it in place.
 */
export class OutputLog {
  readonly lines: OutputLine[] = [];
  lastSeq = -1;
  /** Characters held. */
  chars = 0;
  /** Whether something is missing between the lines. */
  hasGap = false;
  /** Set while someone reads: lines do not vanish above them. */
  held = false;
  #painters = { stdout: createPainter(), stderr: createPainter() } as Record<OutputStream, Painter>;
  readonly #open: Record<OutputStream, number | null> = { stdout: null, stderr: null };

  /** Chunks already known are passed over, so a read and the events may overlap. True when lines changed. */
  append(chunks: readonly OutputChunk[]): boolean {
    const before = this.lastSeq;
    for (const chunk of chunks) {
      if (chunk.seq <= this.lastSeq) continue;
      const gap = chunk.seq > this.lastSeq + 1;
      if (gap) {
        this.hasGap = true;
        this.#open.stdout = null;
        this.#open.stderr = null;
      }
      this.lastSeq = chunk.seq;
      this.#add(chunk, gap);
    }
    if (this.#isTooMuch()) this.#letGo();
    return this.lastSeq !== before;
  }

  /** Forgets all, to be read again. */
  clear(): void {
    Object.assign(this, { lastSeq: -1, chars: 0, hasGap: false });
    this.lines.length = 0;
    this.#painters = { stdout: createPainter(), stderr: createPainter() };
    Object.assign(this.#open, { stdout: null, stderr: null });
  }

  /** What is held, as it was printed, without colours. */
  get text(): string {
    return this.lines.map(({ text, continues }, at) => (at === 0 || continues ? text : `\n${text}`)).join('');
  }

  #add({ at, stream, text }: OutputChunk, gap: boolean): void {
    let afterGap = gap;
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) {
        if (this.#open[stream] === null) this.#push({ at, stream, text: '', spans: [], afterGap, continues: false });
        this.#open[stream] = null;
        afterGap = false;
      }
      if (piece !== '') this.#write(at, stream, piece, afterGap);
    }
  }

  /** A line may come in pieces, with the other stream in between: it goes on where it began. */
  #write(at: number, stream: OutputStream, whole: string, gap: boolean): void {
    let [afterGap, continues] = [gap, false];
    for (let from = 0; from < whole.length; ) {
      const index = this.#open[stream];
      const begun = index === null ? undefined : this.lines[index];
      const room = LINE_CHARS - (begun?.text.length ?? 0);
      if (begun && room <= 0) {
        this.#open[stream] = null;
        continues = true;
        continue;
      }
      const painted = this.#painters[stream](whole.slice(from, from + room), begun);
      from += room;
      if (index !== null && begun) {
        this.chars += painted.text.length - begun.text.length;
        this.lines[index] = { ...begun, ...painted };
      } else {
        this.#open[stream] = this.#push({ at, stream, ...painted, afterGap, continues });
        afterGap = false;
      }
    }
  }

  #push(line: OutputLine): number {
    this.chars += line.text.length;
    return this.lines.push(line) - 1;
  }

  #isTooMuch(): boolean {
    const most = 2 * SLACK * (this.held ? HELD : 1);
    return this.chars > most * END_CHARS || this.lines.length > most * END_LINES;
  }

  /** Keeps both ends. */
  #letGo(): void {
    const from = endOf(this.lines.length, (at) => at, this.lines);
    const to = this.lines.length - endOf(this.lines.length - from, (at) => this.lines.length - 1 - at, this.lines);
    const gone = this.lines.splice(from, to - from);
    for (const line of gone) this.chars -= line.text.length;
    const next = this.lines[from];
    if (next) this.lines[from] = { ...next, afterGap: true, continues: false };
    this.hasGap = true;
    for (const stream of ['stdout', 'stderr'] as const) {
      const index = this.#open[stream];
      if (index !== null && index >= from) this.#open[stream] = index < to ? null : index - gone.length;
    }
  }
}

/** How many lines make one end, counted along `place`. */
function endOf(most: number, place: (at: number) => number, lines: readonly OutputLine[]): number {
  let count = 0;
  for (let chars = 0; count < Math.min(most, END_LINES) && chars < END_CHARS; count++)
    chars += lines[place(count)]?.text.length ?? 0;
  return count;
}
