import { memo, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { setEnabled } from '../state/actions.ts';
import { isForever, isPaused } from '../state/job-facts.ts';
import { GridCell, GridRow } from '../ui/Grid.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { RecentBars } from '../ui/RecentBars.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Brief, Countdown } from '../ui/Times.tsx';
import { text } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { actionLine, triggerCode } from './action-words.ts';
import styles from './jobs.module.css';
import { LastResult } from './LastResult.tsx';
import { RowActions } from './RowActions.tsx';
import { TagList } from './TagList.tsx';
import { words } from './text.ts';

interface Props {
  id: string;
  job: JobSummary;
  index: number;
  top: number;
  active: boolean;
  selected: boolean;
  onPick: (id: number) => void;
}

/** One job: on or off, what, when, next, last, and how the last twenty went. */
export const JobRow = memo(function JobRow({ id, job, index, top, active, selected, onPick }: Props) {
  const [pointed, point] = useState(false);
  const [menu, setMenu] = useState(false);
  return (
    <GridRow
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-label={job.name}
      className={styles.row}
      data-active={active || undefined}
      data-off={!job.enabled || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onPick(job.id)}
      onPointerEnter={() => point(true)}
      onPointerLeave={() => point(false)}
    >
      <GridCell>
        <Switch label={job.name} on={job.enabled} tabIndex={-1} onChange={(on) => void setEnabled(job, on)} />
      </GridCell>
      <GridCell>
        <KindIcon kind={job.action.kind} />
      </GridCell>
      <GridCell>
        <div className={`${styles.name} cut`}>{job.name}</div>
        <div className={`${styles.code} cut`}>{actionLine(job.action)}</div>
      </GridCell>
      <GridCell className={styles.tags}>
        <TagList tags={job.tags} />
      </GridCell>
      <GridCell>
        <div className="cut" title={job.schedule.join('\n')}>
          {job.schedule.join(', ') || text.byHand}
        </div>
        <div className={`${styles.code} cut`}>{job.triggers.map(({ spec }) => triggerCode(spec)).join(' · ')}</div>
      </GridCell>
      <GridCell>
        <NextRun job={job} />
      </GridCell>
      <GridCell>
        <LastResult job={job} />
      </GridCell>
      <GridCell className={styles.recent}>
        {pointed || menu ? <RowActions job={job} onMenu={setMenu} /> : <Recent job={job} />}
      </GridCell>
    </GridRow>
  );
});

function NextRun({ job }: { job: JobSummary }) {
  const paused = useTick((now) => isPaused(job, now));
  if (paused && job.pause) {
    const { until } = job.pause;
    return (
      <>
        <div className={styles.pausedLine}>
          <StatusMark mark="paused" label={null} />
          {text.mark.paused.toLowerCase()}
        </div>
        <div className={`${styles.meta} cut num`}>
          {isForever(until) ? (
            words.untilResumed
          ) : (
            <>
              {words.until('')}
              <Brief at={until} />
            </>
          )}
        </div>
      </>
    );
  }
  if (job.nextRunAt === null)
    return (
      <div className={styles.meta}>
        {job.triggers.length === 0 ? words.byHand : job.enabled ? words.noNext : words.off}
      </div>
    );
  return (
    <>
      <div className={`${styles.name} num`}>
        <Countdown at={job.nextRunAt} />
      </div>
      <div className={`${styles.meta} cut num`}>
        <Brief at={job.nextRunAt} />
      </div>
    </>
  );
}

function Recent({ job }: { job: JobSummary }) {
  const good = job.recent.filter(({ status }) => status === 'success').length;
  return (
    <RecentBars
      recent={job.recent}
      live={job.live}
      label={job.recent.length === 0 ? words.noRuns : words.spark(good, job.recent.length)}
    />
  );
}
