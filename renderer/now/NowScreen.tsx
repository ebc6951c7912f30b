import './now.css';
import './timeline.css';
import { IconPlayerPause, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { later } from '../later.ts';
import { NewJobButton } from '../shell/NewJobButton.tsx';
import { PauseMenu } from '../shell/SchedulerState.tsx';
import { Screen } from '../shell/Screen.tsx';
import { isSample } from '../state/job-facts.ts';
import { resume } from '../state/pauses.ts';
import { useJobs, useScheduler, useSettings } from '../state/queries.ts';
import { useBells } from '../state/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import { Attention } from './Attention.tsx';
import { comingBells } from './coming.ts';
import { NextBell } from './NextBell.tsx';
import { RunningNow } from './RunningNow.tsx';
import { Timeline } from './Timeline.tsx';
import { text } from './text.ts';

const FirstStart = later('FirstStart');

const MINUTE = 60_000;
/** The next bell, and what comes then. */
const SOON = 6;

/** What is next, what runs, what was and will be, what needs someone; on a first start, the sentence that makes a job. */
export function NowScreen() {
  const { data: jobs, ...list } = useJobs();
  // That it cannot be asked is said above every screen, once.
  const { data: status, error: unreachable } = useScheduler();
  const first = jobs?.every(isSample) ?? false;
  return (
    <Screen
      title={text.title}
      aside={<Clock />}
      actions={
        <>
          {status && !first && <PauseButton status={status} />}
          <NewJobButton keys="Mod N" />
        </>
      }
      {...(first && { foot: <FirstFoot none={jobs?.length === 0} />, footRight: text.local })}
    >
      {list.error && !unreachable && (
        <Failure what={text.notRead} error={list.error} onAgain={() => void list.refetch()} />
      )}
      {!list.error && !unreachable && !(jobs && (first || status)) && (
        <>
          <SkeletonRows rows={4} height={44} />
          <SkeletonRows rows={12} height={22} />
        </>
      )}
      {jobs && first && <FirstStart samples={jobs} />}
      {jobs && status && !first && <Now jobs={jobs} status={status} />}
    </Screen>
  );
}

/** Whether Belfry is there when the computer is, and where that is changed. */
function FirstFoot({ none }: { none: boolean }) {
  const withComputer = useSettings().data?.startWithComputer ?? false;
  return (
    <>
      {none ? text.noJobs(withComputer) : text.noneOwn(withComputer)}{' '}
      <Link href="/settings/general" className="foot-link">
        {text.change}
      </Link>
    </>
  );
}

function Now({ jobs, status }: { jobs: JobSummary[]; status: SchedulerStatus }) {
  const minute = useTick((now) => Math.floor(now / MINUTE));
  const { data: bells, error, refetch } = useBells(`${minute} ${status.pause?.until} ${status.jobs} ${status.armed}`);
  const failed = error && { error, again: () => void refetch() };
  const coming = useMemo(() => comingBells(jobs, bells, SOON), [jobs, bells]);
  const next = status.pause || status.state === 'off' ? null : (coming[0]?.nextRunAt ?? null);
  return (
    <div className="scroll now">
      <div className="now-top" data-twelve={wallTime.twelve || undefined}>
        <NextBell {...{ jobs, coming, status, bells, failed }} />
        <RunningNow jobs={jobs} />
      </div>
      <Timeline jobs={jobs} next={next} />
      <Attention jobs={jobs} />
    </div>
  );
}

function PauseButton({ status }: { status: SchedulerStatus }) {
  if (status.pause)
    return (
      <Button look="primary" icon={<IconPlayerPlayFilled size={12} />} onClick={() => void resume()}>
        <span className="bar-word">{text.resume}</span>
      </Button>
    );
  if (status.state === 'off') return null;
  return (
    <PauseMenu label={text.pauseAll}>
      <Button look="quiet" icon={<IconPlayerPause size={15} stroke={1.5} />}>
        <span className="bar-word">{text.pauseAll}</span>
      </Button>
    </PauseMenu>
  );
}

function Clock() {
  const words = useTick((now) => `${wallTime.longDay(now)}, ${wallTime.seconds(now)}`);
  return <>{words}</>;
}
