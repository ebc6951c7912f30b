import { memo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { usualMs } from '../state/job-facts.ts';
import { classes } from '../ui/classes.ts';
import { duration, roughly } from '../ui/format.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { markOf } from '../ui/mark.ts';
import { isLive, tookMs } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Elapsed } from '../ui/Times.tsx';
import { text as shared } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import { remarkOf, toldAt } from './remark.ts';
import type { RunItem } from './rows.ts';
import { text } from './text.ts';

export interface RowProps {
  tabbed: boolean;
  jobs: ReadonlyMap<number, JobSummary>;
  onOpen: (id: number) => void;
  onFocus: (key: string) => void;
  /** Writes a time as all rows do. */
  clock: (at: number) => string;
}

export const RunRow = memo(function RunRow(props: RowProps & { item: RunItem; selected: boolean }) {
  const { item, selected, tabbed, jobs, onOpen, onFocus, clock } = props;
  const { run, madeUp } = item;
  const at = madeUp ? run.dueAt : toldAt(run);
  const mark = madeUp ? 'missed' : markOf(run);
  const job = jobs.get(run.jobId);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys open a row.
    <div
      role="row"
      tabIndex={tabbed ? 0 : -1}
      aria-label={`${run.job}, ${shared.mark[mark]}, ${clock(at)}`}
      aria-selected={selected}
      aria-rowindex={item.index + 1}
      data-row={item.index}
      data-status={run.status}
      className={classes('run-row', selected && 'selected', item.nested && 'nested')}
      onClick={() => onOpen(run.id)}
      onFocus={() => onFocus(item.key)}
    >
      <span role="gridcell">{isLive(run) ? <LiveMark run={run} job={job} /> : <StatusMark mark={mark} />}</span>
      <Opening run={run} time={clock(at)} job={job} />
      <span role="gridcell" className="cut name">
        {run.job}
        {run.count > 1 && <span className="meta num"> ×{run.count}</span>}
      </span>
      {madeUp ? (
        <span role="gridcell" className="cut remark late">
          {text.madeUp(wallTime.minutes(run.startedAt ?? run.dueAt))}
        </span>
      ) : (
        <RemarkCell run={run} at={at} jobs={jobs} />
      )}
      <span role="gridcell" className="num took">
        {madeUp ? '–' : <Took run={run} />}
      </span>
    </div>
  );
});

/** When, and what kind of job. */
export function Opening({ run, time, job }: { run: Run; time: string; job: JobSummary | undefined }) {
  return (
    <>
      <span role="gridcell" className="num when" title={wallTime.full(run.startedAt ?? run.dueAt)}>
        {time}
      </span>
      <span role="gridcell" className="kind-cell">
        {job && <KindIcon kind={job.action.kind} size={15} />}
      </span>
    </>
  );
}

function Took({ run }: { run: Run }) {
  const took = tookMs(run);
  if (took !== null) return <>{duration(took)}</>;
  return run.startedAt === null ? <>–</> : <Elapsed since={run.startedAt} />;
}

/** Past what is usual, how far; before that, what set it off. */
function RemarkCell({ run, at, jobs }: { run: Run; at: number; jobs: RowProps['jobs'] }) {
  const usual = usualOf(jobs.get(run.jobId));
  const over = useTick((now) =>
    run.status === 'running' && run.startedAt !== null && usual !== null && now - run.startedAt > usual
      ? text.overUsual(roughly(now - run.startedAt - usual))
      : '',
  );
  const remark = over === '' ? remarkOf(run, at, jobs) : ({ text: over, tone: 'late' } as const);
  return (
    <span role="gridcell" className={classes('cut remark', remark.tone)} title={remark.text}>
      {remark.text}
    </span>
  );
}

const usualOf = (job: JobSummary | undefined) => (job ? usualMs(job) : null);

/** How far a run is, told in steps: a ring that grows each second is drawn for nobody. */
function LiveMark({ run, job }: { run: Run; job: JobSummary | undefined }) {
  const usual = usualOf(job);
  const percent = useTick((now) =>
    run.startedAt === null || usual === null
      ? null
      : Math.min(100, Math.round(((now - run.startedAt) / usual) * 50) * 2),
  );
  return <StatusMark mark={markOf(run)} share={percent === null ? undefined : percent / 100} />;
}
