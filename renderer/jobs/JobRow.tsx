import { IconCheck } from '@tabler/icons-react';
import { type MouseEvent, memo, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { readRecent } from '#contract/recent.ts';
import { readStop } from '../editor/stop-line.ts';
import { setEnabled } from '../state/actions.ts';
import { GridCell, GridRow } from '../ui/Grid.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { RecentBars } from '../ui/RecentBars.tsx';
import { Switch } from '../ui/Switch.tsx';
import { text } from '../ui/text.ts';
import { actionLine, triggerCode } from './action-words.ts';
import styles from './jobs.module.css';
import { LastResult } from './LastResult.tsx';
import { NextRun } from './NextRun.tsx';
import { RowActions } from './RowActions.tsx';
import { briefSchedule } from './schedule-words.ts';
import { TagList } from './TagList.tsx';
import { words } from './text.ts';

interface Props {
  id: string;
  job: JobSummary;
  index: number;
  top: number;
  /** Where the keyboard is. */
  active: boolean;
  /** Open in the panel. */
  selected: boolean;
  /** Among those that are chosen together. */
  chosen: boolean;
  onPick: (id: number, event: MouseEvent) => void;
  onChoose: (id: number, event: MouseEvent) => void;
}

/** One job: on or off, what, when, next, last, and how the last twenty went. */
export const JobRow = memo(function JobRow(props: Props) {
  const { id, job, index, top, active, selected, chosen, onPick, onChoose } = props;
  const [pointed, point] = useState(false);
  const [menu, setMenu] = useState(false);
  return (
    <GridRow
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected || chosen}
      aria-label={job.name}
      className={styles.row}
      data-active={active || undefined}
      data-off={!job.enabled || undefined}
      data-open={selected || undefined}
      style={{ top }}
      onClick={(event) => onPick(job.id, event)}
      onPointerEnter={() => point(true)}
      onPointerLeave={() => point(false)}
    >
      <GridCell className={styles.check}>
        <Check job={job} on={chosen} onChoose={onChoose} />
      </GridCell>
      <GridCell className={styles.icon}>
        <Switch label={job.name} on={job.enabled} tabIndex={-1} onChange={(on) => void setEnabled(job, on)} />
      </GridCell>
      <GridCell className={`${styles.icon} ${styles.kind}`}>
        <KindIcon kind={job.action.kind} />
        {/* Pointed at, the icon gives way to a box, so that a mouse can begin to choose. */}
        {pointed && <Check job={job} on={chosen} onChoose={onChoose} />}
      </GridCell>
      <GridCell>
        <div className={`${styles.name} cut`}>{job.name}</div>
        <div className={`${styles.code} cut`}>{readStop(actionLine(job.action)).line}</div>
      </GridCell>
      <GridCell className={styles.tags}>
        <TagList tags={job.tags} />
      </GridCell>
      <GridCell>
        <div className="cut" title={job.schedule.join('\n')}>
          {briefSchedule(job.schedule) || text.byHand}
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
        {/* With the keyboard at the row, its actions show without a pointer; keys do them. */}
        {active && !pointed && !menu && (
          <span className={styles.keyed}>
            <RowActions job={job} onMenu={setMenu} />
          </span>
        )}
      </GridCell>
    </GridRow>
  );
});

function Check({ job, on, onChoose }: { job: JobSummary; on: boolean; onChoose: Props['onChoose'] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a small one of our own; the row's own state tells it to the grid.
    <button
      type="button"
      role="checkbox"
      aria-checked={on}
      aria-label={words.select(job.name)}
      tabIndex={-1}
      className={styles.box}
      onClick={(event) => {
        event.stopPropagation();
        onChoose(job.id, event);
      }}
    >
      {on && <IconCheck size={12} stroke={2.6} aria-hidden />}
    </button>
  );
}

function Recent({ job }: { job: JobSummary }) {
  const runs = readRecent(job.recent);
  const good = runs.filter(({ status }) => status === 'success').length;
  return (
    <RecentBars
      recent={job.recent}
      live={job.live}
      label={runs.length === 0 ? words.noRuns : words.spark(good, runs.length)}
    />
  );
}
