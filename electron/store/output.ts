import type { OutputChunk } from '#contract/run.ts';
import type { OutputStore, OutputWriter } from '#core/ports.ts';
import type { Connection, Value } from './connection.ts';
import { OutputBuffer, type Piece } from './output-buffer.ts';
import type { WriteQueue } from './write-queue.ts';

const FLUSH_MS = 100;
/** Once the head is full the tail is rewritten again and again: less often. */
const TAIL_FLUSH_MS = 1_000;
/** A window is shown at most this much of a flood in one go. */
const LIVE_BYTES = 256 * 1024;
/** SQLite takes at most 32,766 values in a statement. */
const ROWS_AT_ONCE = 2_000;

/** Where output is kept: rows of text in the ledger, so that it is searched, copied and deleted with its run. */
export function createOutputStore(writer: Connection, reader: Connection, queue: WriteQueue): OutputStore {
  return {
    open: (runId, attempt, capBytes, onChunks) => openWriter(writer, queue, runId, attempt, capBytes, onChunks),
    read: async (runId, attempt, afterSeq) => {
      // Without an attempt, the latest one that printed; along the primary key.
      const latest = '(SELECT max(attempt) FROM output WHERE runId = $1)';
      const chunks = await reader.all<OutputChunk>(
        `SELECT attempt, seq, at, stream, text FROM output
         WHERE runId = $1 AND attempt = coalesce($2, ${latest}) AND seq > $3 ORDER BY seq`,
        [runId, attempt ?? null, afterSeq],
      );
      const [run] = await reader.all<{ dropped: number }>('SELECT outputDropped AS dropped FROM runs WHERE id = $1', [
        runId,
      ]);
      return { chunks, dropped: run?.dropped ?? 0 };
    },
  };
}

function openWriter(
  writer: Connection,
  queue: WriteQueue,
  runId: number,
  attempt: number,
  capBytes: number,
  onChunks: (chunks: OutputChunk[]) => void,
): OutputWriter {
  const buffer = new OutputBuffer(attempt, capBytes);
  let timer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> = Promise.resolve();
  let counted = { bytes: 0, dropped: 0 };
  let lastAt = 0;

  async function flush(): Promise<void> {
    timer = null;
    const { pieces, deleteBefore } = buffer.take();
    const delta = { bytes: buffer.bytes - counted.bytes, dropped: buffer.dropped - counted.dropped };
    counted = { bytes: buffer.bytes, dropped: buffer.dropped };
    if (pieces.length === 0 && delta.bytes === 0) return;
    try {
      await queue.run(() => store(pieces, deleteBefore, delta));
    } catch (error) {
      buffer.giveBack(pieces);
      counted = { bytes: counted.bytes - delta.bytes, dropped: counted.dropped - delta.dropped };
      throw error;
    }
    onChunks(newest(pieces));
  }

  async function store(pieces: Piece[], deleteBefore: number | null, delta: typeof counted): Promise<void> {
    for (let at = 0; at < pieces.length; at += ROWS_AT_ONCE) {
      await insert(writer, runId, pieces.slice(at, at + ROWS_AT_ONCE));
    }
    if (deleteBefore !== null) {
      await writer.all('DELETE FROM output WHERE runId = $1 AND attempt = $2 AND seq >= $3 AND seq < $4', [
        ...[runId, attempt, buffer.tailFrom ?? 0, deleteBefore],
      ]);
    }
    const sums = 'outputBytes = outputBytes + $2, outputDropped = outputDropped + $3';
    await writer.all(`UPDATE runs SET ${sums} WHERE id = $1`, [runId, delta.bytes, delta.dropped]);
  }

  // One flush after the other; the next one takes what came meanwhile, which the buffer keeps bounded.
  const flushSoon = () => {
    timer ??= setTimeout(
      () => {
        // What could not be stored is tried again, at the latest by close, whose caller hears of it.
        flushing = flushing.then(flush).catch(flushSoon);
      },
      buffer.tailFrom === null ? FLUSH_MS : TAIL_FLUSH_MS,
    );
  };
  return {
    write: (stream, bytes, at) => {
      lastAt = at;
      buffer.write(stream, bytes, at);
      flushSoon();
    },
    close: async () => {
      if (timer) clearTimeout(timer);
      await flushing;
      buffer.finish(lastAt);
      await flush();
      return { bytes: buffer.bytes, dropped: buffer.dropped };
    },
  };
}

async function insert(writer: Connection, runId: number, pieces: Piece[]): Promise<void> {
  const values: Value[] = [];
  const rows = pieces.map((piece) => {
    const row = [runId, piece.attempt, piece.seq, piece.at, piece.stream, piece.text];
    return `(${row.map((value) => `$${values.push(value)}`).join(', ')})`;
  });
  if (rows.length > 0) {
    await writer.all(`REPLACE INTO output (runId, attempt, seq, at, stream, text) VALUES ${rows.join(', ')}`, values);
  }
}

/** The newest pieces, up to the live limit, without the store's own fields. */
function newest(pieces: Piece[]): OutputChunk[] {
  let room = LIVE_BYTES;
  let from = pieces.length;
  while (from > 0 && room > 0) room -= (pieces[--from] as Piece).size;
  return pieces.slice(from).map(({ attempt, seq, at, stream, text }) => ({ attempt, seq, at, stream, text }));
}
