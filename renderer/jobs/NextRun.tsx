import type { JobSummary } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { isForever, isPaused } from '../state/job-facts.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Brief, Countdown, Near } from '../ui/Times.tsx';
import { text } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import styles from './jobs.module.css';
import { words } from './text.ts';

/** When a job runs next, or what keeps it from it. */
export function NextRun({ job }: { job: JobSummary }) {
  const paused = useTick((now) => isPaused(job, now));
  if (paused && job.pause) return <Paused until={job.pause.until} />;
  if (job.nextRunAt === null) return <div className={styles.noNext}>{without(job)}</div>;
  return (
    <>
      <div className={`${styles.name} num`}>
        <Countdown at={job.nextRunAt} />
      </div>
      <div className={`${styles.meta} cut num`}>
        {/* Twice twelve hours take the room of the word. */}
        {wallTime.twelve ? <Brief at={job.nextRunAt} /> : <Near at={job.nextRunAt} />}
      </div>
    </>
  );
}

function Paused({ until }: { until: number }) {
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

/** What a job without a due time waits for. */
function without({ triggers, enabled }: JobSummary): string {
  if (triggers.length === 0) return words.byHand;
  if (!enabled) return words.off;
  const event = triggers.find(({ spec }) => !isTimed(spec))?.spec;
  return event && !isTimed(event) ? words.onEvent[event.kind] : words.noNext;
}
