import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ActionKind } from '#contract/action.ts';
import type { Run } from '#contract/run.ts';
import { runNow, stopRun } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useJobs } from '../state/queries.ts';
import { useRowFocus } from '../ui/grid-keys.ts';
import { useKeys } from '../ui/keys.ts';
import { isLive } from '../ui/run-words.ts';
import { useTick } from '../ui/ticker.ts';
import { startOfDay, wallTime } from '../ui/wall-time.ts';
import { RunRow } from './RunRow.tsx';
import { type Row, rowsByDay } from './rows.ts';
import { text } from './text.ts';

const ROW = 32;
const DAY_ROW = 28;
/** Older rows are asked for this many rows before the end. */
const AHEAD = 30;

interface Props {
  runs: Run[];
  complete: boolean;
  selected: number | null;
  onOpen: (id: number | null) => void;
  onEnd: () => void;
}

export function RunList({ runs, complete, selected, onOpen, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const rows = useMemo(() => rowsByDay(runs, complete), [runs, complete]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? DAY_ROW : ROW),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = !complete && last >= rows.length - AHEAD;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  const { root, focusRow } = useRowFocus((index) =>
    virtual.scrollToIndex(rows.findIndex((row) => row.kind === 'run' && row.index === index)),
  );
  const current = Math.min(at, Math.max(0, runs.length - 1));
  const move = (to: number) => {
    const next = Math.max(0, Math.min(runs.length - 1, to));
    setAt(next);
    focusRow(next);
  };
  useRunKeys({ runs, current, move, onOpen, root });
  const kinds = useKinds();
  return (
    <div ref={root} className="scroll-frame">
      <div
        ref={scroller}
        className="scroll"
        role="grid"
        aria-label={text.runs}
        aria-rowcount={complete ? runs.length : -1}
      >
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <div
                key={item.key}
                role="presentation"
                className="placed"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'day' ? (
                  <Day row={row} />
                ) : (
                  <RunRow
                    run={row.run}
                    kind={kinds.get(row.run.jobId)}
                    index={row.index}
                    selected={row.run.id === selected}
                    tabbed={row.index === current}
                    onOpen={onOpen}
                    onFocus={setAt}
                  />
                )}
              </div>
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

function useKinds(): Map<number, ActionKind> {
  const { data: jobs } = useJobs();
  return useMemo(() => new Map(jobs?.map((job) => [job.id, job.action.kind])), [jobs]);
}

function Day({ row }: { row: Extract<Row, { kind: 'day' }> }) {
  // Told again when a day has passed, not each second.
  const today = useTick(startOfDay);
  const { name, date } = wallTime.heading(row.at, today);
  return (
    <div role="row" className="day-row">
      <span role="gridcell">
        <strong>{name}</strong> {date}
        {row.facts && ` · ${row.facts}`}
      </span>
    </div>
  );
}

interface KeyProps {
  runs: Run[];
  current: number;
  move: (to: number) => void;
  onOpen: (id: number | null) => void;
  root: RefObject<HTMLDivElement | null>;
}

function useRunKeys({ runs, current, move, onOpen, root }: KeyProps): void {
  const inside = () => Boolean(root.current?.contains(document.activeElement));
  const onRun = (act: (run: Run) => void) => () => {
    const run = runs[current];
    if (run && inside()) act(run);
  };
  const step = (by: number) => () => move(inside() ? current + by : current);
  useKeys({
    arrowdown: step(1),
    j: step(1),
    arrowup: step(-1),
    k: step(-1),
    pagedown: step(15),
    pageup: step(-15),
    home: () => move(0),
    end: () => move(runs.length - 1),
    enter: onRun((run) => onOpen(run.id)),
    escape: () => onOpen(null),
    r: onRun((run) => void runNow({ id: run.jobId, name: run.job })),
    e: onRun((run) => navigate(`/jobs/${run.jobId}/edit`)),
    s: onRun((run) => void (isLive(run) && stopRun(run))),
  });
}
