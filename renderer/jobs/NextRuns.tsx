import { useQueries } from '@tanstack/react-query';
import type { Job, JobSummary } from '#contract/job.ts';
import type { Occurrence } from '#contract/schedule.ts';
import { isTimed } from '#contract/trigger.ts';
import { readingQuery } from '../state/queries.ts';
import { OccurrenceList } from '../ui/OccurrenceList.tsx';
import { triggerCode } from './action-words.ts';
import styles from './detail.module.css';
import { words } from './text.ts';

const SHOWN = 4;

/** The job's next due times over all its triggers, with what changes of clocks do to them. */
export function NextRuns({ job }: { job: JobSummary }) {
  const next = useNextRuns(job);
  const code = job.triggers.length === 1 && job.triggers[0] ? triggerCode(job.triggers[0].spec) : '';
  return (
    <section>
      <h3>
        {words.nextRuns}
        {job.schedule.length > 0 && <span className="cut">· {lowerFirst(job.schedule.join(', '))}</span>}
        <span className={`${styles.right} mono`}>{code}</span>
      </h3>
      {next.length > 0 ? (
        <OccurrenceList occurrences={next} both={job.policy.repeat === 'both'} changeAt={`/jobs/${job.id}/edit`} />
      ) : (
        <p className={styles.none}>{none(job)}</p>
      )}
    </section>
  );
}

function none(job: Job): string {
  if (job.triggers.length === 0) return words.noNextRuns;
  if (job.enabled && !job.triggers.some(({ spec }) => isTimed(spec))) return words.noNextEvent;
  return job.enabled ? words.noNextEver : words.noNextOff;
}

export const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function useNextRuns(job: JobSummary): Occurrence[] {
  const { zone, policy, enabled, nextRunAt, pause } = job;
  // What falls into a pause or was skipped by hand does not ring: the first one is the scheduler's own.
  const from = Math.max(nextRunAt === null ? 0 : nextRunAt - 1, pause ? Math.min(pause.until, nextRunAt ?? 0) : 0);
  const readings = useQueries({
    queries: job.triggers.map(({ spec }) => ({
      ...readingQuery({ schedule: spec, zone, gap: policy.gap, repeat: policy.repeat, from, count: SHOWN }),
      enabled: enabled && nextRunAt !== null,
    })),
  });
  if (!enabled || nextRunAt === null) return [];
  const all = readings.flatMap(({ data }) => data?.next ?? []).sort((a, b) => a.at - b.at);
  return all.filter(({ at }, index) => at !== all[index - 1]?.at).slice(0, SHOWN);
}
