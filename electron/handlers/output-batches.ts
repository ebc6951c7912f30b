import type { OutputChunk } from '#contract/run.ts';
import type { Timers } from '#core/ports.ts';
import type { Bus } from './bus.ts';

/** Ten batches a second; an eye sees no delay. */
const BATCH_MS = 100;
/** What a batch of all runs together carries at most, in characters: windows draw it, and sockets hold it. */
const BATCH_CHARS = 512 * 1024;

/** Tells listeners what runs print, gathered and bounded: of a flood, the newest part of each run. */
export function createOutputBatches(bus: Bus, timers: Timers): (runId: number, chunks: OutputChunk[]) => void {
  const gathered = new Map<number, OutputChunk[]>();
  let isDue = false;

  const flush = () => {
    isDue = false;
    const share = BATCH_CHARS / gathered.size;
    for (const [id, chunks] of gathered) bus.emit('run.output', { id, chunks: newest(chunks, share) });
    gathered.clear();
  };

  return (runId, chunks) => {
    if (!bus.hasListeners || chunks.length === 0) return;
    gathered.set(runId, newest([...(gathered.get(runId) ?? []), ...chunks], BATCH_CHARS));
    if (!isDue) timers.after(BATCH_MS, flush);
    isDue = true;
  };
}

/** The last chunks that fit, at least one. */
function newest(chunks: OutputChunk[], chars: number): OutputChunk[] {
  let from = chunks.length - 1;
  for (let room = chars - (chunks[from]?.text.length ?? 0); from > 0; from--) {
    room -= chunks[from - 1]?.text.length ?? 0;
    if (room < 0) break;
  }
  return chunks.slice(from);
}
