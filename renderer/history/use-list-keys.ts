import type { RefObject } from 'react';
import type { Run } from '#contract/run.ts';
import { runAgain, stopRun } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { arrows } from '../ui/direction.ts';
import { useKeys } from '../ui/keys.ts';
import { isLive } from '../ui/run-words.ts';
import type { Item } from './rows.ts';

const PAGE = 15;

interface Props {
  items: readonly Item[];
  current: number;
  move: (to: number) => void;
  onOpen: (id: number | null) => void;
  onToggle: (item: Item, wanted?: boolean) => void;
  root: RefObject<HTMLDivElement | null>;
}

/** The run that a row stands for: of repeats the newest. */
export const runOf = (item: Item): Run | null =>
  item.kind === 'run' ? item.run : item.kind === 'repeats' ? (item.runs[0] ?? null) : null;

/** What says that a row is open; null where there is nothing to open. */
export function openKey(item: Item): string | null {
  if (item.kind === 'repeats') return String(item.runs[0]?.id);
  return item.kind === 'band' && item.letGo.length > 0 ? item.key : null;
}

export function useListKeys({ items, current, move, onOpen, onToggle, root }: Props): void {
  const inside = () => Boolean(root.current?.contains(document.activeElement));
  const onRow = (act: (item: Item) => void) => () => {
    const item = items[current];
    if (item && inside()) act(item);
  };
  const onRun = (act: (run: Run) => void) =>
    onRow((item) => {
      const run = runOf(item);
      if (run) act(run);
    });
  const step = (by: number) => () => move(inside() ? current + by : current);
  /** From a row of its own to the one it belongs to. */
  const parentOf = (at: number) => items.slice(0, at).findLastIndex((item) => openKey(item) !== null);
  useKeys({
    arrowdown: step(1),
    j: step(1),
    arrowup: step(-1),
    k: step(-1),
    pagedown: step(PAGE),
    pageup: step(-PAGE),
    home: () => move(0),
    end: () => move(items.length - 1),
    [arrows().on]: onRow((item) => {
      if (item.kind !== 'run' && item.open) move(current + 1);
      else onToggle(item, true);
    }),
    [arrows().back]: onRow((item) => {
      if (item.kind !== 'run') onToggle(item, false);
      else if (item.nested) move(parentOf(current));
    }),
    enter: onRow((item) => {
      const run = runOf(item);
      if (run) onOpen(run.id);
      else onToggle(item);
    }),
    escape: () => onOpen(null),
    r: onRun((run) => void runAgain(run)),
    e: onRun((run) => navigate(`/jobs/${run.jobId}/edit`)),
    s: onRun((run) => void (isLive(run) && stopRun(run))),
  });
}
