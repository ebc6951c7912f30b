const NEWLINE = 0x0a;
const START_BYTES = 16 * 1024;

/** Stands for a line longer than the limit; its bytes are thrown away as they come. */
export const TOO_LONG = Symbol('too long');

/** Cuts a stream of bytes into lines of UTF-8, holding at most `limit` bytes of an unfinished one. */
export class LineReader {
  private buffer = Buffer.allocUnsafe(START_BYTES);
  private discarding = false;
  private readonly limit: number;
  /** Bytes held of the line under way. */
  held = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The lines that `chunk` completes, without their ends. `TOO_LONG` comes as soon as a line passes the limit. */
  push(chunk: Buffer): (string | typeof TOO_LONG)[] {
    const lines: (string | typeof TOO_LONG)[] = [];
    let start = 0;
    while (start < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline === -1 ? chunk.length : newline;
      if (!this.keep(chunk.subarray(start, end))) lines.push(TOO_LONG);
      if (newline === -1) break;
      if (!this.discarding) lines.push(this.take());
      this.discarding = false;
      start = newline + 1;
    }
    return lines;
  }

  /** What came after the last line end, or null when nothing did. */
  rest(): string | null {
    return this.held > 0 ? this.take() : null;
  }

  /** False when this part makes the line too long. */
  private keep(part: Buffer): boolean {
    if (this.discarding) return true;
    const length = this.held + part.length;
    if (length > this.limit) {
      this.discarding = true;
      this.clear();
      return false;
    }
    if (length > this.buffer.length) {
      // One buffer that doubles: a line sent byte by byte costs no more than its bytes.
      const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.buffer.length));
      this.buffer.copy(grown, 0, 0, this.held);
      this.buffer = grown;
    }
    part.copy(this.buffer, this.held);
    this.held = length;
    return true;
  }

  private take(): string {
    const line = this.buffer.toString('utf8', 0, this.held);
    this.clear();
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  private clear(): void {
    if (this.buffer.length > START_BYTES) this.buffer = Buffer.allocUnsafe(START_BYTES);
    this.held = 0;
  }
}
