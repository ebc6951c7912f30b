import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { indented } from './json-text.ts';

/** As much of a body is held to make JSON readable, and looked through for a match: 1 MiB. */
export const HELD_BYTES = 1024 * 1024;

export interface BodyOptions {
  contentType: string;
  contentEncoding: string;
  print: (bytes: Uint8Array) => void;
}

/** A body as it comes out of the wire: printed, counted, and its first part kept. */
export class BodyReader {
  /** Bytes that came over the wire. */
  received = 0;
  private decoded = 0;
  private head: Uint8Array[] = [];
  private headBytes = 0;
  private readonly transcoder: TextDecoder | null;
  /** JSON is held back until it is whole, or too long. */
  private holds: boolean;

  constructor(private readonly options: BodyOptions) {
    this.transcoder = transcoderFor(/charset="?([\w-]+)/i.exec(options.contentType)?.[1] ?? 'utf-8');
    this.holds = /^[^;]*[/+]json\b/i.test(options.contentType);
  }

  /** The first MiB, as text. */
  get text(): string {
    return Buffer.concat(this.head).toString('utf8');
  }

  /** Whether `text` is only the beginning. */
  get isCut(): boolean {
    return this.decoded > this.headBytes;
  }

  /** Reads to the end. What came before a failure is printed all the same. */
  async read(body: Readable): Promise<void> {
    const counted = new Transform({
      transform: (bytes: Uint8Array, _encoding, pass) => {
        this.received += bytes.length;
        pass(null, bytes);
      },
    });
    const taken = new Writable({
      write: (bytes: Uint8Array, _encoding, next) => {
        this.take(this.asUtf8(bytes));
        next();
      },
    });
    try {
      await pipeline([body, counted, ...decoders(this.options.contentEncoding), taken]);
      if (this.holds) this.printJson();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  private take(bytes: Uint8Array): void {
    this.decoded += bytes.length;
    const room = HELD_BYTES - this.headBytes;
    if (room > 0) {
      const part = bytes.subarray(0, room);
      this.head.push(part);
      this.headBytes += part.length;
    }
    if (this.holds && !this.isCut) return;
    const held = this.holds;
    this.release();
    // What was held reaches into this piece.
    this.options.print(held ? bytes.subarray(Math.max(0, room)) : bytes);
  }

  /** Prints what was held back, as it came. */
  private release(): void {
    if (!this.holds) return;
    this.holds = false;
    for (const bytes of this.head) this.options.print(bytes);
  }

  private printJson(): void {
    const pretty = indented(this.text);
    if (pretty === null) this.release();
    else this.options.print(Buffer.from(`${pretty}\n`));
  }

  private asUtf8(bytes: Uint8Array): Uint8Array {
    return this.transcoder ? Buffer.from(this.transcoder.decode(bytes, { stream: true })) : bytes;
  }
}

/** For text in another encoding than UTF-8; null for that, and for encodings nobody knows. */
function transcoderFor(charset: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(charset);
    return decoder.encoding === 'utf-8' ? null : decoder;
  } catch {
    return null;
  }
}

/** Not asked for, but some servers compress regardless. What is unknown is shown as it comes. */
function decoders(contentEncoding: string) {
  const names = contentEncoding
    .toLowerCase()
    .split(/\s*,\s*/)
    .reverse();
  return names.flatMap((name) => {
    switch (name) {
      case 'gzip':
      case 'x-gzip':
        return [createGunzip()];
      case 'deflate':
        return [createInflate()];
      case 'br':
        return [createBrotliDecompress()];
      default:
        return [];
    }
  });
}
