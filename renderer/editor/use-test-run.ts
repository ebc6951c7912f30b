import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventPayload } from '#contract/api.ts';
import type { JobTrial } from '#contract/job.ts';
import { ask, hear } from '../api.ts';
import { OutputLog } from '../history/output-log.ts';

type Output = EventPayload<'test.output'>;
type Ended = EventPayload<'test.ended'>;

export interface TestRun {
  /** Null before the first. */
  log: OutputLog | null;
  /** Grows with each change of the log. */
  version: number;
  /** Epoch ms; null while none runs. */
  runningSince: number | null;
  end: Ended | null;
}

const NONE: TestRun = { log: null, version: 0, runningSince: null, end: null };

/** Tries drafts, one at a time; what still runs when the editor is left is stopped. */
export function useTestRun() {
  const [run, setRun] = useState(NONE);
  const going = useRef<{ id: number | null; log: OutputLog; early: (() => void)[] } | null>(null);
  useEffect(() => {
    const take = (id: number, act: (log: OutputLog) => void) => {
      const { current } = going;
      if (!current) return;
      const told = () => current.id === id && act(current.log);
      // Before the answer to the request nobody knows which run is meant.
      if (current.id === null) current.early.push(told);
      else told();
    };
    const ends = [
      hear('test.output', ({ id, chunks }: Output) =>
        take(id, (log) => {
          log.append(chunks);
          setRun((known) => ({ ...known, version: known.version + 1 }));
        }),
      ),
      hear('test.ended', (end: Ended) =>
        take(end.id, () => {
          going.current = null;
          setRun((known) => ({ ...known, runningSince: null, end }));
        }),
      ),
    ];
    return () => {
      for (const off of ends) off();
      stopNow(going.current?.id ?? null);
      going.current = null;
    };
  }, []);
  /** Throws BelfryError when the draft is refused. */
  const start = useCallback(async (trial: JobTrial) => {
    const log = new OutputLog();
    const mine = { id: null as number | null, log, early: [] as (() => void)[] };
    going.current = mine;
    setRun({ ...NONE, log, runningSince: Date.now() });
    try {
      mine.id = (await ask('jobs.test', trial)).id;
    } catch (error) {
      going.current = null;
      setRun(NONE);
      throw error;
    }
    if (going.current !== mine) return stopNow(mine.id);
    for (const told of mine.early) told();
  }, []);
  return { run, start, stop: () => stopNow(going.current?.id ?? null) };
}

/** One that has just ended needs no stop. */
function stopNow(id: number | null): void {
  if (id !== null) void ask('jobs.stopTest', { id }).catch(() => {});
}
