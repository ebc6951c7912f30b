import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import type { PastBand } from '#contract/band.ts';
import type { Run } from '#contract/run.ts';
import { useBands, useJobs } from '../state/queries.ts';
import { placeOf, type RunQuery } from '../state/run-pages.ts';
import { Button } from '../ui/Button.tsx';
import { useRowFocus } from '../ui/grid-keys.ts';
import { useTick } from '../ui/ticker.ts';
import { startOfDay } from '../ui/wall-time.ts';
import { BandRow } from './BandRow.tsx';
import { DayHeading } from './DayHeading.tsx';
import { isWhole } from './filter.ts';
import { RepeatsRow } from './RepeatsRow.tsx';
import { RunRow } from './RunRow.tsx';
import { clockOf } from './remark.ts';
import { type Item, listRows, type Row } from './rows.ts';
import { text } from './text.ts';
import { useHeld } from './use-held.ts';
import { openKey, useListKeys } from './use-list-keys.ts';

const ROW = 32;
/** A day, a band. */
const LOW_ROW = 28;
/** Older rows are asked for this many rows before the end. */
const AHEAD = 12;
const DAY = 86_400_000;
/** No time is written with more characters. */
const LONGEST = new Date(2026, 10, 28, 22, 58, 48).getTime();

interface Props {
  runs: Run[];
  filter: RunQuery;
  collapse: boolean;
  complete: boolean;
  selected: number | null;
  onOpen: (id: number | null) => void;
  onEnd: () => void;
}

export function RunList({ runs: all, filter, collapse, complete, selected, onOpen, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const [pointed, setPointed] = useState(false);
  const { runs, waiting, apart } = useHeld(all, scrolled || pointed);
  const [at, setAt] = useState<string | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { bands, frequent } = useBandsOf(runs, filter, complete);
  const rows = useMemo(
    () => listRows({ runs, complete, bands, frequent, madeUp: isWhole(filter), collapse, open, apart }),
    [runs, complete, bands, frequent, filter, collapse, open, apart],
  );
  const items = useMemo(() => rows.filter((row): row is Item => row.kind !== 'day'), [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'day' || rows[index]?.kind === 'band' ? LOW_ROW : ROW),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const shown = virtual.getVirtualItems();
  const nearEnd = !complete && (shown.at(-1)?.index ?? 0) >= rows.length - AHEAD;
  // Rows that only join others bring the end no farther away: each page is a reason to look again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd, all.length]);
  const { root, focusRow } = useRowFocus((index) =>
    virtual.scrollToIndex(rows.findIndex((row) => row.kind !== 'day' && row.index === index)),
  );
  const current = Math.max(
    0,
    items.findIndex(({ key }) => key === at),
  );
  const toggle = (item: Item, wanted?: boolean) => setOpen((known) => toggled(known, item, wanted));
  const move = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setAt(items[next]?.key ?? null);
    focusRow(next);
  };
  useListKeys({ items, current, move, onOpen, onToggle: toggle, root });
  const { data: jobs } = useJobs();
  const known = useMemo(() => new Map(jobs?.map((job) => [job.id, job])), [jobs]);
  const clock = useMemo(() => clockOf(runs), [runs]);
  const row = (shownRow: Row) => {
    if (shownRow.kind === 'day') return <DayHeading row={shownRow} filter={filter} />;
    const shared = {
      tabbed: shownRow.index === current,
      onOpen,
      onFocus: setAt,
      jobs: known,
      clock,
    };
    if (shownRow.kind === 'run') return <RunRow {...shared} item={shownRow} selected={shownRow.run.id === selected} />;
    if (shownRow.kind === 'band') return <BandRow {...shared} item={shownRow} onToggle={toggle} />;
    const isSelected = !shownRow.open && shownRow.runs.some(({ id }) => id === selected);
    return <RepeatsRow {...shared} item={shownRow} selected={isSelected} onToggle={toggle} />;
  };
  const backToTop = () => {
    setPointed(false);
    setScrolled(false);
    scroller.current?.scrollTo({ top: 0 });
  };
  return (
    <div
      ref={root}
      className="scroll-frame"
      style={{ '--when': `${clock(LONGEST).length}ch` } as CSSProperties}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      {waiting > 0 && (
        <div className="new-runs">
          <Button look="primary" small onClick={backToTop}>
            {text.newRuns(waiting)}
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        className="scroll"
        role="grid"
        aria-label={text.runs}
        aria-rowcount={complete ? items.length : -1}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
      >
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {shown.map((item) => {
            const shownRow = rows[item.index];
            return shownRow ? (
              <div
                key={item.key}
                role="presentation"
                className="placed"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row(shownRow)}
              </div>
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

/** Opens or closes what stands for more than one row. */
function toggled(known: ReadonlySet<string>, item: Item, wanted?: boolean): ReadonlySet<string> {
  const key = openKey(item);
  if (key === null) return known;
  const next = new Set(known);
  // Repeats are open by any of their runs: new ones join them at the top, old ones at the bottom.
  const keys = item.kind === 'repeats' ? item.runs.map(({ id }) => String(id)) : [key];
  const isOpen = keys.some((one) => next.has(one));
  for (const one of keys) next.delete(one);
  if (wanted ?? !isOpen) next.add(key);
  return next;
}

/** The stretches between what is loaded. */
function useBandsOf(runs: readonly Run[], filter: RunQuery, complete: boolean) {
  const today = useTick(startOfDay);
  const last = runs.at(-1);
  const oldest = filter.since ?? (complete ? 0 : startOfDay(last ? placeOf(last) : today));
  const query = { from: oldest, to: today + 2 * DAY, ...(filter.job !== undefined && { job: filter.job }) };
  const { data } = useBands(isWhole(filter) ? query : null);
  return useMemo(
    () => ({
      bands: (data?.bands ?? []).filter((band) => band.to >= oldest && isTold(band)),
      frequent: new Set(data?.frequent),
    }),
    [data, oldest],
  );
}

/** A restart that cost nothing is no one's concern. */
const isTold = ({ from, to, missed, letGo }: PastBand) => to - from >= 60_000 || missed + letGo > 0;
