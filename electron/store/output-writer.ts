import type { OutputChunk } from '#contract/run.ts';
import type { OutputWriter } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { contentOf, OutputBuffer, type Piece } from './output-buffer.ts';
import { chunkOf, insertPieces } from './output-rows.ts';
import type { WriteQueue } from './write-queue.ts';

const FLUSH_MS = 100;
/** Once the head is full the tail is rewritten again and again: less often, and the less the more is thrown away. */
const TAIL_FLUSH_MS = 1_000;
const FLOOD_FLUSH_MS = 5_000;
/** A window is shown at most this much of a flood in one go. */
const LIVE_BYTES = 256 * 1024;
/** With more than this not yet on disk, the job has to wait. */
const HELD_BYTES = 12 * 1024 * 1024;

/** Streams one attempt's output into the ledger; see `OutputStore.open`. */
export function openWriter(
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
  let waiting: Promise<void> | null = null;

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
    const shown = newest(pieces);
    buffer.forget(pieces);
    onChunks(shown);
  }

  async function store(taken: Piece[], deleteBefore: number | null, delta: typeof counted): Promise<void> {
    await insertPieces(writer, runId, taken);
    if (deleteBefore !== null) {
      await writer.all('DELETE FROM output WHERE runId = $1 AND attempt = $2 AND seq >= $3 AND seq < $4', [
        ...[runId, attempt, buffer.tailFrom ?? 0, deleteBefore],
      ]);
    }
    const sums = 'outputBytes = outputBytes + $2, outputDropped = outputDropped + $3';
    await writer.all(`UPDATE runs SET ${sums} WHERE id = $1`, [runId, delta.bytes, delta.dropped]);
  }

  const flushMs = (): number => {
    if (buffer.tailFrom === null) return FLUSH_MS;
    const turns = (buffer.bytes - counted.bytes) / buffer.capBytes;
    return Math.min(FLOOD_FLUSH_MS, Math.max(TAIL_FLUSH_MS, turns * TAIL_FLUSH_MS));
  };
  // One flush after the other; the next one takes what came meanwhile, which the buffer keeps bounded.
  const flushNow = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    // What could not be stored is tried again, at the latest by close, whose caller hears of it.
    flushing = flushing.then(flush).catch(flushSoon);
    return flushing;
  };
  const flushSoon = () => {
    timer ??= setTimeout(flushNow, flushMs());
  };
  return {
    write: (stream, bytes, at) => {
      lastAt = at;
      buffer.write(stream, bytes, at);
      flushSoon();
    },
    backlog: () => {
      if (buffer.held > HELD_BYTES) {
        waiting ??= flushNow().then(() => {
          waiting = null;
        });
      }
      return waiting;
    },
    close: async () => {
      if (timer) clearTimeout(timer);
      await flushing;
      if (timer) clearTimeout(timer);
      buffer.finish(lastAt);
      await flush();
      return { bytes: buffer.bytes, dropped: buffer.dropped };
    },
  };
}

/** The newest pieces, up to the live limit, as the contract gives them. */
function newest(pieces: Piece[]): OutputChunk[] {
  let room = LIVE_BYTES;
  let from = pieces.length;
  while (from > 0 && room > 0 && pieces[from - 1]?.block) room -= (pieces[--from] as Piece).size;
  return pieces.slice(from).map((piece) => {
    const { attempt, seq, at, stream } = piece;
    const { bytes, isText } = contentOf(piece);
    return chunkOf({ attempt, seq, at, stream, text: isText ? bytes.toString() : bytes });
  });
}
