import { memo } from 'react';
import type { ActionKind } from '#contract/action.ts';
import type { Run } from '#contract/run.ts';
import { classes } from '../ui/classes.ts';
import { duration } from '../ui/format.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { markOf, shownAt } from '../ui/mark.ts';
import { runRemark, tookMs } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Elapsed } from '../ui/Times.tsx';
import { text } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';

interface Props {
  run: Run;
  kind: ActionKind | undefined;
  index: number;
  selected: boolean;
  tabbed: boolean;
  onOpen: (id: number) => void;
  onFocus: (index: number) => void;
}

export const RunRow = memo(function RunRow({ run, kind, index, selected, tabbed, onOpen, onFocus }: Props) {
  const at = shownAt(run);
  const remark = runRemark(run, at);
  const took = tookMs(run);
  const mark = markOf(run);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys open a row.
    <div
      role="row"
      tabIndex={tabbed ? 0 : -1}
      aria-label={`${run.job}, ${text.mark[mark]}, ${wallTime.clock(at)}`}
      aria-selected={selected}
      aria-rowindex={index + 1}
      data-row={index}
      data-status={run.status}
      className={classes('run-row', selected && 'selected')}
      onClick={() => onOpen(run.id)}
      onFocus={() => onFocus(index)}
    >
      <span role="gridcell">
        <StatusMark mark={mark} />
      </span>
      <span role="gridcell" className="num when" title={wallTime.full(at)}>
        {wallTime.clock(at)}
      </span>
      <span role="gridcell" className="kind-cell">
        {kind && <KindIcon kind={kind} />}
      </span>
      <span role="gridcell" className="cut name">
        {run.job}
        {run.count > 1 && <span className="meta"> ×{run.count}</span>}
      </span>
      <span role="gridcell" className={classes('cut remark', remark.tone)} title={remark.text}>
        {remark.text}
      </span>
      <span role="gridcell" className="num took">
        {took !== null ? duration(took) : run.startedAt !== null ? <Elapsed since={run.startedAt} /> : '–'}
      </span>
    </div>
  );
});
