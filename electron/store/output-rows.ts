import type { OutputChunk } from '#contract/run.ts';
import type { OutputPart, OutputRange } from '#core/ports.ts';
import type { Connection, Value } from './connection.ts';
import { contentOf, type Piece } from './output-buffer.ts';

/** SQLite takes at most 32,766 values in a statement, and each is copied on its way. */
const ROWS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 512 * 1024;
/** A row holds at most 32 KiB. */
const FIRST_READ = 32;
const LARGEST_READ = 1_024;

/** A row as it is stored: text where the bytes are UTF-8, else the bytes. */
export type OutputRow = Omit<OutputChunk, 'text' | 'base64'> & { text: string | Buffer };

/** Puts pieces on disk, in place of what has their numbers. */
export async function insertPieces(writer: Connection, runId: number, pieces: Piece[]): Promise<void> {
  for (let from = 0, to = 0; from < pieces.length; from = to) {
    for (let bytes = 0; to < pieces.length && to - from < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE; to++) {
      bytes += (pieces[to] as Piece).size;
    }
    // While it waited its turn, the ring may have gone on without some.
    const present = pieces.slice(from, to).filter((piece) => piece.block);
    if (present.length === 0) continue;
    const values: Value[] = [];
    const bind = (value: Value) => `$${values.push(value)}`;
    const rows = present.map((piece) => {
      const { bytes, isText } = contentOf(piece);
      const head = [runId, piece.attempt, piece.seq, piece.at, piece.stream].map(bind).join(', ');
      return `(${head}, ${isText ? `CAST(${bind(bytes)} AS TEXT)` : bind(bytes)})`;
    });
    await writer.all(`REPLACE INTO output (runId, attempt, seq, at, stream, text) VALUES ${rows.join(', ')}`, values);
  }
}

/** A row as the contract gives it. */
export function chunkOf({ text, ...rest }: OutputRow): OutputChunk {
  if (typeof text === 'string') return { ...rest, text };
  return { ...rest, text: decoder.decode(text), base64: text.toString('base64') };
}

/** Keeps a byte order mark: it is among what was printed. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const textOf = (text: string | Buffer): string => (typeof text === 'string' ? text : decoder.decode(text));

/** Part of an attempt's output, read along the primary key in steps that stop at the limit. */
export async function readOutput(
  reader: Connection,
  runId: number,
  wanted: number | undefined,
  afterSeq: number,
  { beforeSeq, from = 'start', limitBytes = Number.POSITIVE_INFINITY }: OutputRange,
): Promise<OutputPart> {
  const [run] = await reader.all<{ dropped: number; attempt: number | null }>(
    `SELECT outputDropped AS dropped, coalesce($2, (SELECT max(attempt) FROM output WHERE runId = $1)) AS attempt
     FROM runs WHERE id = $1`,
    [runId, wanted ?? null],
  );
  const dropped = run?.dropped ?? 0;
  if (run === undefined || run.attempt === null) return { chunks: [], dropped, more: false };
  const chunks: OutputChunk[] = [];
  let [low, high] = [afterSeq, beforeSeq ?? Number.MAX_SAFE_INTEGER];
  for (let bytes = 0, count = FIRST_READ; ; count = Math.min(2 * count, LARGEST_READ)) {
    const rows = await reader.all<OutputRow>(
      `SELECT attempt, seq, at, stream, text FROM output WHERE runId = $1 AND attempt = $2 AND seq > $3 AND seq < $4
       ORDER BY seq ${from === 'start' ? 'ASC' : 'DESC'} LIMIT ${count}`,
      [runId, run.attempt, low, high],
    );
    for (const row of rows) {
      const size = Buffer.byteLength(row.text);
      if (bytes > 0 && bytes + size > limitBytes) return part(true);
      bytes += size;
      chunks.push(chunkOf(row));
      if (from === 'start') low = row.seq;
      else high = row.seq;
    }
    if (rows.length < count) return part(false);
  }

  function part(more: boolean): OutputPart {
    return { chunks: from === 'start' ? chunks : chunks.reverse(), dropped, more };
  }
}
