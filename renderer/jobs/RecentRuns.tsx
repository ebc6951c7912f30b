import { Link } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { succeeded } from '../state/job-facts.ts';
import { useJobStats, useRuns } from '../state/queries.ts';
import { Failure } from '../ui/Failure.tsx';
import { duration } from '../ui/format.ts';
import { markOf, shownAt } from '../ui/mark.ts';
import { latenessOf, outcome, withReason } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Elapsed } from '../ui/Times.tsx';
import { text } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import styles from './detail.module.css';
import { HistoryLink } from './HistoryLink.tsx';
import { words } from './text.ts';

const SHOWN = 6;
/** How many of the last runs the success is told of. */
const RATED = 30;

/** The job's last runs; each opens in the history. */
export function RecentRuns({ job }: { job: JobSummary }) {
  const { data: pages, error, refetch } = useRuns({ job: job.id });
  const runs = (pages?.pages[0]?.runs ?? []).slice(0, SHOWN);
  const { data } = useJobStats(job);
  const { good, all } = succeeded(data?.trend ?? [], RATED);
  return (
    <section>
      <h3>
        {words.recentRuns}
        {all > 0 && <span>· {words.recentSummary(good, all)}</span>}
        <HistoryLink id={job.id} />
      </h3>
      {error && <Failure what={words.runsNotRead} error={error} onAgain={() => void refetch()} />}
      {pages && runs.length === 0 && <p className={styles.none}>{words.noRuns}</p>}
      <ol className={styles.runs}>
        {runs.map((run) => (
          <li key={run.id}>
            <Link href={`/history?job=${job.id}&run=${run.id}`} className={styles.run}>
              <StatusMark mark={markOf(run)} />
              <span className="num">{when(run)}</span>
              <span className={`${toneOf(run)} cut`}>{how(run)}</span>
              <span className="num">{took(run)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}

function when(run: Run): string {
  const near = wallTime.near(shownAt(run), Date.now());
  return near.charAt(0).toUpperCase() + near.slice(1);
}

const toneOf = (run: Run) => {
  const mark = markOf(run);
  return mark === 'late' ? 'late' : mark === 'failed' || mark === 'timed-out' ? 'fail' : styles.quiet;
};

function how(run: Run): string {
  if (run.status === 'success')
    return latenessOf(run) ?? (run.cause === 'by-hand' ? text.cause['by-hand'].toLowerCase() : words.onTime);
  if (run.status === 'missed' || run.status === 'skipped') return withReason(run);
  return outcome(run);
}

function took(run: Run) {
  if (run.startedAt === null) return run.count > 1 ? `×${run.count}` : '';
  return run.finishedAt === null ? <Elapsed since={run.startedAt} /> : duration(run.finishedAt - run.startedAt);
}
