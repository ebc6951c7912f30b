import { useMemo, useState } from 'react';

/** Rows that are chosen together. `anchor` is where the next range begins. */
export interface Chosen {
  ids: ReadonlySet<number>;
  anchor: number | null;
}

export const NONE: Chosen = { ids: new Set(), anchor: null };

/** Takes a row in or out. */
export function toggled({ ids }: Chosen, id: number): Chosen {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Adds all rows from the anchor to `id`, in the order in which they are listed. */
export function extended(chosen: Chosen, id: number, order: readonly number[]): Chosen {
  const to = order.indexOf(id);
  const from = chosen.anchor === null ? to : order.indexOf(chosen.anchor);
  if (to < 0 || from < 0) return toggled({ ids: new Set(chosen.ids), anchor: null }, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...chosen.ids, ...range]), anchor: chosen.anchor ?? id };
}

export interface Selection {
  ids: ReadonlySet<number>;
  toggle(id: number): void;
  extend(id: number): void;
  all(): void;
  clear(): void;
}

const listedOf = (ids: ReadonlySet<number>, listed: ReadonlySet<number>) =>
  new Set([...ids].filter((id) => listed.has(id)));

/** What is chosen among the rows that are listed: what a filter hides is not acted on. */
export function useSelection(order: readonly number[]): Selection {
  const [chosen, set] = useState(NONE);
  return useMemo(() => {
    const ids = chosen.ids.size === 0 ? NONE.ids : listedOf(chosen.ids, new Set(order));
    return {
      ids,
      toggle: (id) => set((known) => toggled(known, id)),
      extend: (id) => set((known) => extended(known, id, order)),
      all: () => set({ ids: new Set(order), anchor: order[0] ?? null }),
      clear: () => set(NONE),
    };
  }, [chosen, order]);
}
