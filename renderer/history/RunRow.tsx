import { memo } from 'react';
import type { ActionKind } from '#contract/action.ts';
import type { Run } from '#contract/run.ts';
import { classes } from '../ui/controls.tsx';
import { clock, duration, fullTime } from '../ui/dates.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { runGlyph, runRemark, shownAt, tookMs } from '../ui/run-words.ts';
import { Elapsed } from '../ui/Times.tsx';

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
  const glyph = runGlyph(run);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys open a row.
    <div
      role="row"
      tabIndex={tabbed ? 0 : -1}
      aria-label={`${run.job}, ${glyph.label}, ${clock(at)}`}
      aria-selected={selected}
      aria-rowindex={index + 1}
      data-row={index}
      data-status={run.status}
      className={classes('run-row', selected && 'selected')}
      onClick={() => onOpen(run.id)}
      onFocus={() => onFocus(index)}
    >
      <span role="gridcell">
        <Glyph {...glyph} />
      </span>
      <span role="gridcell" className="bf-num when" title={fullTime(at)}>
        {clock(at)}
      </span>
      <span role="gridcell" className="kind-cell">
        {kind && <KindIcon kind={kind} />}
      </span>
      <span role="gridcell" className="bf-cut name">
        {run.job}
        {run.count > 1 && <span className="bf-meta"> ×{run.count}</span>}
      </span>
      <span role="gridcell" className={classes('bf-cut remark', `tone-${remark.tone}`)} title={remark.text}>
        {remark.text}
      </span>
      <span role="gridcell" className="bf-num took">
        {took !== null ? duration(took) : run.startedAt !== null ? <Elapsed since={run.startedAt} /> : '–'}
      </span>
    </div>
  );
});
