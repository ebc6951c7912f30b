import type { OutputChunk } from '#contract/run.ts';

type Hear = (chunks: OutputChunk[]) => void;
const listeners = new Map<number, Set<Hear>>();

/** Hears what run `id` prints from now on; returns what ends it. */
export function onOutput(id: number, hear: Hear): () => void {
  const heard = listeners.get(id) ?? new Set();
  listeners.set(id, heard);
  heard.add(hear);
  return () => {
    heard.delete(hear);
    if (heard.size === 0) listeners.delete(id);
  };
}

export function tellOutput(id: number, chunks: OutputChunk[]): void {
  for (const hear of listeners.get(id) ?? []) hear(chunks);
}
