import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { JobSummary } from '#contract/job.ts';
import { Grid, GridHead, GridRow, GridRows } from '../ui/Grid.tsx';
import { keyName } from '../ui/keys.ts';
import { bulkOfKey } from './bulk-keys.ts';
import type { Listing, Sort } from './filter.ts';
import { JobRow } from './JobRow.tsx';
import { actionOfKey } from './job-actions.ts';
import styles from './jobs.module.css';
import type { Selection } from './selection.ts';
import { words } from './text.ts';

const ROW = 44;
const PAGE = 10;
/** Rows drawn beyond those in sight, each way: enough for a wheel, and few enough for a jump to be one short frame. */
const AHEAD = 5;

interface Props {
  rows: JobSummary[];
  selected: number | null;
  selection: Selection;
  listing: Listing;
  onOpen: (id: number | null) => void;
  onSort: (sort: Sort) => void;
  /** True while a pointer or the keyboard is at the rows. */
  onHold: (held: boolean) => void;
}

/** The list: one stop for Tab, arrows within, only rows in sight drawn. */
export function JobGrid({ rows, selected, selection, listing, onOpen, onSort, onHold }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<number | null>(selected);
  const at = useMemo(() => (active === null ? -1 : rows.findIndex(({ id }) => id === active)), [rows, active]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: AHEAD,
  });
  // Only a new selection moves the list, not its rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (selected === null) return;
    setActive(selected);
    const index = rows.findIndex(({ id }) => id === selected);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected]);

  useScrollBarWidth(scroll, rows.length);
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    const target = rows[index];
    if (!target) return null;
    setActive(target.id);
    virtual.scrollToIndex(index, { align: 'auto' });
    if (selected !== null) onOpen(target.id);
    return target.id;
  };
  const onKeyDown = useGridKeys({ rows, at, selection, move, onOpen });
  const picks = usePicks({ selection, setActive, onOpen });
  return (
    <Grid
      aria-label={words.jobs}
      aria-rowcount={rows.length + 1}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? rowId(active ?? 0) : undefined}
      className={styles.grid}
      data-panel={selected !== null || undefined}
      data-choosing={selection.ids.size > 0 || undefined}
      onKeyDown={onKeyDown}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => at < 0 && setActive(rows[0]?.id ?? null)}
    >
      <Header sort={listing.sort} onSort={onSort} />
      <GridRows ref={scroll} className={styles.scroll}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const job = rows[index];
            return (
              job && (
                <JobRow
                  key={job.id}
                  id={rowId(job.id)}
                  job={job}
                  index={index}
                  top={start}
                  active={job.id === active}
                  selected={job.id === selected}
                  chosen={selection.ids.has(job.id)}
                  {...picks}
                />
              )
            );
          })}
        </div>
      </GridRows>
    </Grid>
  );
}

/** Tells the header how wide the rows' scroll bar is, now and when the list changes its size. */
function useScrollBarWidth(scroll: RefObject<HTMLDivElement | null>, rows: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: more or fewer rows can bring or take the bar.
  useLayoutEffect(() => {
    const list = scroll.current;
    if (!list) return;
    const tell = () =>
      list.parentElement?.style.setProperty('--scroll-bar', `${list.offsetWidth - list.clientWidth}px`);
    const observer = new ResizeObserver(tell);
    observer.observe(list);
    tell();
    return () => observer.disconnect();
  }, [scroll, rows]);
}

const rowId = (id: number) => `job-${id}`;

interface KeyProps extends Pick<Props, 'rows' | 'selection' | 'onOpen'> {
  at: number;
  move: (to: number) => number | null;
}

/** Arrows move, Shift takes rows in on the way, X chooses; other keys act on the chosen jobs, or on the one at hand. */
function useGridKeys({ rows, at, selection, move, onOpen }: KeyProps) {
  const moves: Record<string, number> = {
    arrowdown: at + 1,
    j: at + 1,
    arrowup: at - 1,
    k: at - 1,
    home: 0,
    end: rows.length - 1,
    pagedown: at + PAGE,
    pageup: at - PAGE,
  };
  const extend = (to: number) => {
    const from = rows[at]?.id;
    if (from !== undefined && selection.ids.size === 0) selection.toggle(from);
    const id = move(to);
    if (id !== null) selection.extend(id);
  };
  const choose = (key: string, id: number | undefined): boolean => {
    if (key === 'mod+a') selection.all();
    else if (id !== undefined && key === 'x') selection.toggle(id);
    else if (id !== undefined && key === 'shift+x') selection.extend(id);
    else return false;
    return true;
  };
  return (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const key = keyName(event);
    const job = rows[at];
    const chosen = selection.ids.size > 0 ? rows.filter(({ id }) => selection.ids.has(id)) : [];
    const to = moves[key.replace(/^shift\+(?=arrow)/, '')];
    const act = chosen.length > 0 ? bulkOfKey(key, chosen) : job && actOn(key, job, onOpen);
    if (to !== undefined) key.startsWith('shift+') ? extend(to) : move(to);
    else if (key === 'escape') selection.ids.size > 0 ? selection.clear() : onOpen(null);
    else if (act) act();
    else if (!choose(key, job?.id)) return;
    event.preventDefault();
    // Esc that cleared the choice is not also the screen's.
    event.stopPropagation();
  };
}

function actOn(key: string, job: JobSummary, open: (id: number) => void): (() => void) | undefined {
  if (key === 'enter') return () => open(job.id);
  const action = actionOfKey(key, job);
  return action && (() => action.run(job));
}

/** Presses on rows and their boxes: functions that stay the same, so that rows which did not change draw no more. */
function usePicks(latest: Pick<Props, 'selection' | 'onOpen'> & { setActive: (id: number) => void }) {
  const now = useRef(latest);
  useLayoutEffect(() => {
    now.current = latest;
  });
  const [picks] = useState(() => {
    const choose = (id: number, event: MouseEvent) => {
      now.current.setActive(id);
      if (event.shiftKey) now.current.selection.extend(id);
      else now.current.selection.toggle(id);
    };
    const pick = (id: number, event: MouseEvent) => {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return choose(id, event);
      now.current.setActive(id);
      now.current.onOpen(id);
    };
    return { onPick: pick, onChoose: choose };
  });
  return picks;
}

function Header({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const { column } = words;
  const sorter = (by: Sort, label: string) => (
    <button
      type="button"
      tabIndex={-1}
      data-on={sort === by || undefined}
      aria-label={words.sortBy(label)}
      onClick={() => onSort(by)}
    >
      {label}
      {sort === by && <IconArrowUp size={12} stroke={1.6} aria-hidden />}
    </button>
  );
  const cell = (label: string, content: React.ReactNode, className?: string) => (
    <GridHead className={className}>{content ?? <span className="unseen">{label}</span>}</GridHead>
  );
  return (
    <GridRow aria-rowindex={1} className={`${styles.row} ${styles.header}`}>
      {cell(column.check, null, styles.check)}
      {cell(column.switch, null)}
      {cell(column.kind, null)}
      {cell(column.job, sorter('name', column.job), styles.headJob)}
      {cell(column.tags, column.tags, styles.tags)}
      {cell(column.schedule, column.schedule)}
      {cell(column.next, sorter('next', column.next))}
      {cell(column.last, sorter('last', column.last))}
      {cell(column.recent, column.recent)}
    </GridRow>
  );
}
