import { useCallback, useEffect, useRef, useState } from 'react';
import type { OutputChunk } from '#contract/run.ts';
import { ask, sentence } from '../api.ts';
import { onOutput } from '../state/output-bus.ts';
import { OutputLog } from './output-log.ts';

export interface Output {
  log: OutputLog;
  /** Grows with each change of the log. */
  version: number;
  /** Bytes that the cap left out. */
  dropped: number;
  loaded: boolean;
  problem: string | null;
}

/** What is read of each end of an output. */
const END_BYTES = 512 * 1024;

/** The output of one attempt, both ends of it: read once, then grown by events; read again when it ends, for what events left out. */
export function useOutput(runId: number, attempt: number, live: boolean): Output {
  const [log] = useState(() => new OutputLog());
  const [state, setState] = useState({ version: 0, dropped: 0, loaded: false, problem: null as string | null });
  // Heard while a read is under way, chunks wait: they would look as if what the answer brings were missing.
  const waiting = useRef<OutputChunk[] | null>([]);
  const read = useCallback(async () => {
    waiting.current ??= [];
    const part = { id: runId, attempt, limitBytes: END_BYTES };
    try {
      // What was missing may be there now.
      if (log.hasGap) log.clear();
      const first = await ask('runs.output', { ...part, afterSeq: log.lastSeq });
      log.append(first.chunks);
      const last = first.more ? await ask('runs.output', { ...part, afterSeq: log.lastSeq, from: 'end' }) : first;
      log.append(last.chunks);
      log.append(waiting.current ?? []);
      setState(({ version }) => ({ version: version + 1, dropped: last.dropped, loaded: true, problem: null }));
    } catch (error) {
      setState((known) => ({ ...known, loaded: true, problem: sentence(error) }));
    }
    waiting.current = null;
  }, [runId, attempt, log]);
  useEffect(() => {
    return onOutput(runId, (chunks) => {
      const ours = chunks.filter((chunk) => chunk.attempt === attempt);
      if (waiting.current) waiting.current.push(...ours);
      else if (log.append(ours)) setState((known) => ({ ...known, version: known.version + 1 }));
    });
  }, [runId, attempt, log]);
  // Runs at first, and once more when `live` ends: the last chunks may come with the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => void read(), [read, live]);
  return { log, ...state };
}
