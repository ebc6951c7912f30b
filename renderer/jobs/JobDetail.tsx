import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
import type { JobSummary } from '#contract/job.ts';
import { onMac } from '../api.ts';
import { PauseMenu } from '../shell/SchedulerState.tsx';
import { runNow } from '../state/actions.ts';
import { isPaused } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { resume } from '../state/pauses.ts';
import { useJobStats } from '../state/queries.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Command } from '../ui/Command.tsx';
import { Failure } from '../ui/Failure.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { useTick } from '../ui/ticker.ts';
import { actionLine } from './action-words.ts';
import { DurationTrend } from './DurationTrend.tsx';
import styles from './detail.module.css';
import { Followers } from './Followers.tsx';
import { JobMenu } from './JobMenu.tsx';
import { NextRuns } from './NextRuns.tsx';
import { RecentRuns } from './RecentRuns.tsx';
import { ruleLines } from './rule-words.ts';
import { TagList } from './TagList.tsx';
import { words } from './text.ts';
import { WeekHeat } from './WeekHeat.tsx';

const icon = { size: 14, stroke: 1.5 };

/** One job in full, beside the list. Where the caption buttons lie over its head, its own stand a line lower. */
export function JobDetail({ job, onClose }: { job: JobSummary; onClose: () => void }) {
  const tools = (
    <>
      <JobMenu job={job}>
        <IconButton label={words.more}>
          <IconDots {...icon} />
        </IconButton>
      </JobMenu>
      <IconButton label={words.closePanel} onClick={onClose}>
        <IconX {...icon} />
      </IconButton>
    </>
  );
  return (
    <aside className={styles.pane} aria-label={job.name}>
      <header className={styles.head}>
        <KindIcon kind={job.action.kind} />
        <h2 className="cut">{job.name}</h2>
        {onMac() && <TagList tags={job.tags.slice(0, 1)} />}
        {onMac() && tools}
      </header>
      <div className={styles.actions}>
        <Actions job={job} />
        {!onMac() && <span className={styles.tools}>{tools}</span>}
      </div>
      <div className={styles.body}>
        <Command kind={job.action.kind} line={actionLine(job.action)} />
        {job.description !== '' && <p className={styles.description}>{job.description}</p>}
        <NextRuns job={job} />
        <StatsFailure job={job} />
        <DurationTrend job={job} />
        <RecentRuns job={job} />
        <Followers job={job} />
        <Rules job={job} />
        <WeekHeat job={job} />
      </div>
    </aside>
  );
}

/** Said once for all that the history adds up to. */
function StatsFailure({ job }: { job: JobSummary }) {
  const { error, refetch } = useJobStats(job);
  return error && <Failure what={words.statsNotRead} error={error} onAgain={() => void refetch()} />;
}

function Actions({ job }: { job: JobSummary }) {
  const paused = useTick((now) => isPaused(job, now));
  return (
    <>
      <Button look="primary" icon={<IconPlayerPlayFilled size={12} />} onClick={() => void runNow(job)}>
        {words.runNow}
      </Button>
      <Button icon={<IconPencil {...icon} />} onClick={() => navigate(`/jobs/${job.id}/edit`)}>
        {words.edit}
      </Button>
      {paused ? (
        <Button icon={<IconPlayerPlayFilled size={12} />} onClick={() => void resume(job)}>
          {words.resume}
        </Button>
      ) : (
        <PauseMenu label={words.pause} job={job} position="bottom-start">
          <Button icon={<IconPlayerPause {...icon} />}>{words.pause}</Button>
        </PauseMenu>
      )}
    </>
  );
}

function Rules({ job }: { job: JobSummary }) {
  const variables = Object.keys(job.environment);
  const details = [
    ...(job.zone === null ? [] : [{ label: words.zone, value: job.zone }]),
    ...(job.workingDirectory === null ? [] : [{ label: words.workingDirectory, value: job.workingDirectory }]),
    ...(variables.length === 0 ? [] : [{ label: words.variables, value: variables.join(', ') }]),
    ...(job.tags.length > (onMac() ? 1 : 0)
      ? [{ label: words.column.tags, value: job.tags.map((tag) => `#${tag}`).join(' ') }]
      : []),
  ];
  return (
    <section>
      <h3>{words.rules}</h3>
      <dl className={styles.rules}>
        {[...ruleLines(job.policy), ...details].map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
