import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Run } from '#contract/run.ts';
import { classes } from '../ui/classes.ts';
import { duration, roughly } from '../ui/format.ts';
import { markOf } from '../ui/mark.ts';
import { tookMs } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { plural, text as shared } from '../ui/text.ts';
import { Opening, type RowProps } from './RunRow.tsx';
import { repeatsRemark, toldAt } from './remark.ts';
import type { Item, Repeats } from './rows.ts';
import { text } from './text.ts';

type Props = RowProps & { item: Repeats; selected: boolean; onToggle: (item: Item) => void };

/** Runs that said nothing new, in one row; opening it shows the newest. */
export const RepeatsRow = memo(function RepeatsRow(props: Props) {
  const { item, selected, tabbed, jobs, onOpen, onFocus, onToggle, clock } = props;
  const { runs, open } = item;
  const newest = runs[0] as Run;
  const [time, mark] = [clock(toldAt(newest)), markOf(newest)];
  const remark = repeatsRemark(runs, toldAt, jobs);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys open a row.
    <div
      role="row"
      tabIndex={tabbed ? 0 : -1}
      aria-label={`${newest.job}, ${plural(runs.length, 'run')}, ${shared.mark[mark]}, ${time}, ${remark.text}`}
      aria-selected={selected}
      aria-rowindex={item.index + 1}
      data-row={item.index}
      data-status={newest.status}
      className={classes('run-row', selected && 'selected')}
      onClick={() => onOpen(newest.id)}
      onFocus={() => onFocus(item.key)}
    >
      <span role="gridcell">
        <Chevron
          open={open}
          label={(open ? text.collapseRow : text.expand)(newest.job)}
          onClick={() => onToggle(item)}
        />
        <StatusMark mark={mark} />
      </span>
      <Opening run={newest} time={time} job={jobs.get(newest.jobId)} />
      <span role="gridcell" className="cut name">
        {newest.job}
        <span className="meta num"> ×{runs.length}</span>
      </span>
      <span role="gridcell" className={classes('cut remark', remark.tone)} title={remark.text}>
        {remark.text}
      </span>
      {newest.status === 'success' && <Lengths runs={runs} />}
      <span role="gridcell" className="num took">
        {usualWords(runs)}
      </span>
    </div>
  );
});

/** For the mouse; keys open a row with the arrow that leads on and close it with the one that leads back. */
export function Chevron({ open, label, onClick }: { open: boolean; label: string; onClick: () => void }) {
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className="chevron"
      tabIndex={-1}
      aria-expanded={open}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <Icon size={13} stroke={1.8} />
    </button>
  );
}

function usualWords(runs: readonly Run[]): string {
  const took = runs.flatMap((run) => tookMs(run) ?? []).sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)];
  if (median === undefined) return '–';
  return `~${median < MINUTE ? duration(median) : roughly(median)}`;
}

const MINUTE = 60_000;
const SHOWN = 13;
const PITCH = 3;
const TALLEST = 10;
const SHORTEST = 2;

/** How long the last of them took, oldest at left. */
function Lengths({ runs }: { runs: readonly Run[] }) {
  const took = runs
    .slice(0, SHOWN)
    .map((run) => tookMs(run) ?? 0)
    .reverse();
  const longest = Math.max(1, ...took);
  const width = took.length * PITCH - 1;
  return (
    <svg className="lengths" width={width} height={TALLEST} aria-hidden="true">
      {took.map((ms, at) => {
        const height = SHORTEST + (TALLEST - SHORTEST) * (ms / longest);
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
        return <rect key={at} x={at * PITCH} y={TALLEST - height} width={PITCH - 1} height={height} rx=".6" />;
      })}
    </svg>
  );
}
