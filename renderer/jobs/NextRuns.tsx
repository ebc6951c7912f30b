import type { JobSummary } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { NextOccurrences } from '../ui/NextOccurrences.tsx';
import { triggerCode } from './action-words.ts';
import styles from './detail.module.css';
import { briefSchedule } from './schedule-words.ts';
import { words } from './text.ts';

const SHOWN = 4;

/** The job's next due times over all its triggers, with what changes of clocks do to them. */
export function NextRuns({ job }: { job: JobSummary }) {
  const code = job.triggers.length === 1 && job.triggers[0] ? triggerCode(job.triggers[0].spec) : '';
  return (
    <section>
      <h3>
        {words.nextRuns}
        {job.schedule.length > 0 && <span className="cut">· {lowerFirst(briefSchedule(job.schedule))}</span>}
        <span className={styles.right}>
          <span className="mono">{code}</span>
        </span>
      </h3>
      {job.nextRunAt === null ? (
        <p className={styles.none}>{none(job)}</p>
      ) : (
        <NextOccurrences
          specs={job.triggers.map(({ spec }) => spec)}
          zone={job.zone}
          policy={job.policy}
          count={SHOWN}
          // What falls into a pause or was skipped by hand does not ring: the first one is the scheduler's own.
          from={job.nextRunAt - 1}
          changeAt={`/jobs/${job.id}/edit`}
        />
      )}
    </section>
  );
}

function none(job: JobSummary): string {
  if (job.triggers.length === 0) return words.noNextRuns;
  if (job.enabled && !job.triggers.some(({ spec }) => isTimed(spec))) return words.noNextEvent;
  return job.enabled ? words.noNextEver : words.noNextOff;
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
