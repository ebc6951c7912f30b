import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { Grid, GridHead, GridRow, GridRows } from '../ui/Grid.tsx';
import { keyName } from '../ui/keys.ts';
import type { Listing, Sort } from './filter.ts';
import { JobRow } from './JobRow.tsx';
import { jobKey } from './job-keys.ts';
import styles from './jobs.module.css';
import { words } from './text.ts';

const ROW = 44;

interface Props {
  rows: JobSummary[];
  selected: number | null;
  listing: Listing;
  onOpen: (id: number | null) => void;
  onSort: (sort: Sort) => void;
  /** True while a pointer or the keyboard is at the rows. */
  onHold: (held: boolean) => void;
}

/** The list: one stop for Tab, arrows within, only rows in sight drawn. */
export function JobGrid({ rows, selected, listing, onOpen, onSort, onHold }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<number | null>(selected);
  const at = rows.findIndex(({ id }) => id === active);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  // Only a new selection moves the list, not its rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (selected === null) return;
    setActive(selected);
    const index = rows.findIndex(({ id }) => id === selected);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    const target = rows[index];
    if (!target) return;
    setActive(target.id);
    virtual.scrollToIndex(index, { align: 'auto' });
    if (selected !== null) onOpen(target.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const key = keyName(event);
    const moves: Record<string, number> = {
      arrowdown: at + 1,
      j: at + 1,
      arrowup: at - 1,
      k: at - 1,
      home: 0,
      end: rows.length - 1,
      pagedown: at + 10,
      pageup: at - 10,
    };
    const to = moves[key];
    const job = rows[at];
    if (to !== undefined) move(to);
    else if (key === 'escape') onOpen(null);
    else if (!job || !jobKey(key, job, onOpen)) return;
    event.preventDefault();
  };
  const pick = useCallback(
    (id: number) => {
      setActive(id);
      onOpen(id);
    },
    [onOpen],
  );
  return (
    <Grid
      aria-label={words.jobs}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at >= 0 ? rowId(active ?? 0) : undefined}
      className={styles.grid}
      data-panel={selected !== null || undefined}
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
                  onPick={pick}
                />
              )
            );
          })}
        </div>
      </GridRows>
    </Grid>
  );
}

const rowId = (id: number) => `job-${id}`;

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
      {sort === by && <IconArrowUp size={13} stroke={1.6} aria-hidden />}
    </button>
  );
  const cell = (label: string, content: React.ReactNode, className?: string) => (
    <GridHead aria-label={label} className={className}>
      {content}
    </GridHead>
  );
  return (
    <GridRow aria-rowindex={1} className={`${styles.row} ${styles.header}`}>
      {cell(column.switch, null)}
      {cell(column.kind, null)}
      {cell(column.job, sorter('name', column.job), styles.headJob)}
      {cell(column.tags, column.tags, styles.tags)}
      {cell(column.schedule, column.schedule)}
      {cell(column.next, sorter('next', column.next))}
      {cell(column.last, column.last)}
      {cell(column.recent, column.recent)}
    </GridRow>
  );
}
