import './now.css';
import { NewJobButton } from '../shell/NewJobButton.tsx';
import { Screen } from '../shell/Screen.tsx';
import { isSample } from '../state/job-facts.ts';
import { useJobs, useScheduler } from '../state/queries.ts';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import { Attention } from './Attention.tsx';
import { FirstStart } from './FirstStart.tsx';
import { NextBell } from './NextBell.tsx';
import { RunningNow } from './RunningNow.tsx';
import { text } from './text.ts';

/** What is next, what runs, what needs someone; on a first start, the sentence that makes a job. */
export function NowScreen() {
  const { data: jobs } = useJobs();
  const { data: status } = useScheduler();
  const first = jobs?.every(isSample) ?? false;
  return (
    <Screen
      title={text.title}
      aside={<Clock />}
      actions={<NewJobButton keys="Mod N" />}
      {...(jobs?.length === 0 && { foot: text.noJobs })}
      {...(first && { footRight: text.local })}
    >
      {jobs && first && <FirstStart samples={jobs} />}
      {jobs && status && !first && (
        <div className="scroll now">
          <div className="now-top">
            <NextBell jobs={jobs} status={status} />
            <RunningNow jobs={jobs} />
          </div>
          <Attention jobs={jobs} />
        </div>
      )}
    </Screen>
  );
}

function Clock() {
  const words = useTick((now) => `${wallTime.longDay(now)}, ${wallTime.seconds(now)}`);
  return <>{words}</>;
}
