import type { OutputStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { readOutput } from './output-rows.ts';
import { openWriter } from './output-writer.ts';
import type { WriteQueue } from './write-queue.ts';

/** Where output is kept: rows in the ledger, so that it is searched, copied and deleted with its run. */
export function createOutputStore(writer: Connection, reader: Connection, queue: WriteQueue): OutputStore {
  return {
    open: (runId, attempt, capBytes, onChunks) => openWriter(writer, queue, runId, attempt, capBytes, onChunks),
    read: (runId, attempt, afterSeq, range = {}) => readOutput(reader, runId, attempt, afterSeq, range),
  };
}
