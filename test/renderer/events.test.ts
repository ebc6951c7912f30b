import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BelfryBridge } from '#contract/bridge.ts';
import type { RunPage } from '#contract/ledger.ts';
import type { Run } from '#contract/run.ts';
import { connectEvents } from '../../renderer/state/events.ts';
import { keys } from '../../renderer/state/queries.ts';
import { aRun } from './samples.ts';

// Node draws no frames.
vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 1));
vi.stubGlobal('cancelAnimationFrame', clearTimeout);

describe('a list of runs on its way while runs change', () => {
  let send: (changed: Run[]) => void;
  let client: QueryClient;
  let end: () => void;
  beforeEach(() => {
    client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
    const hearers = new Map<string, (payload: never) => void>();
    const on = (name: string, hear: (payload: never) => void) => {
      hearers.set(name, hear);
      return () => hearers.delete(name);
    };
    end = connectEvents({ on } as unknown as BelfryBridge, client);
    send = (changed) => hearers.get('runs.changed')?.(changed as never);
    return () => {
      end();
      client.clear();
    };
  });

  /** Asks for all runs; `arrive` brings the page that was read when it was asked. */
  function ask(): { arrive: (runs: Run[]) => void; shown: () => [number, string][] } {
    let arrive: (runs: Run[]) => void = () => {};
    const data = new Promise<{ pages: RunPage[]; pageParams: null[] }>((resolve) => {
      arrive = (runs) => resolve({ pages: [{ runs, next: null }], pageParams: [null] });
    });
    const list = new QueryObserver(client, { queryKey: keys.runs({}), queryFn: () => data });
    list.subscribe(() => {});
    const shown = () => (list.getCurrentResult().data?.pages ?? []).flatMap(({ runs }) => runs.map(idAndStatus));
    return { arrive, shown };
  }
  const idAndStatus = ({ id, status }: Run): [number, string] => [id, status];

  it('has what was told before it came', async () => {
    const { arrive, shown } = ask();
    send([aRun({ id: 2, dueAt: 2000 }), aRun({ id: 1 })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    arrive([aRun({ id: 1, status: 'running', finishedAt: null })]);
    await vi.waitFor(() => expect(shown()).toHaveLength(2));
    expect(shown()).toEqual([
      [1, 'success'],
      [2, 'success'],
    ]);
  });

  it('keeps the newest of what was told', async () => {
    const { arrive, shown } = ask();
    send([aRun({ id: 1, status: 'running', finishedAt: null })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    send([aRun({ id: 1, status: 'failed' })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    arrive([]);
    await vi.waitFor(() => expect(shown()).toEqual([[1, 'failed']]));
  });
});
