import { IconRoute } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import { useJobs } from '../state/queries.ts';
import styles from './detail.module.css';
import { words } from './text.ts';

type Ending = keyof typeof words.followOn;

/** The jobs that a job's end sets off. */
export function Followers({ job }: { job: JobSummary }) {
  const found = followersOf(job.id, useJobs().data ?? []);
  if (found.length === 0) return null;
  return (
    <section>
      <h3>{words.followers}</h3>
      <ul>
        {found.map(({ on, follower }) => (
          <li key={`${follower.id} ${on}`} className={styles.follower}>
            <IconRoute size={15} stroke={1.5} aria-hidden />
            <span>{words.followOn[on]}</span>
            <Link href={`/jobs/${follower.id}`} className="cut">
              {follower.name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Jobs with a trigger that waits for the end of job `id`, and which end. */
export function followersOf(id: number, jobs: readonly JobSummary[]): { on: Ending; follower: JobSummary }[] {
  return jobs.flatMap((follower) =>
    follower.triggers.flatMap(({ spec }) =>
      spec.kind === 'after' && spec.job === id ? [{ on: spec.on, follower }] : [],
    ),
  );
}
