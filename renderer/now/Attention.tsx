import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { runNow } from '../state/actions.ts';
import { failure as failing, failuresInRow } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { markOf } from '../ui/mark.ts';
import { errorDetail, outcome } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Ago } from '../ui/Times.tsx';
import { text } from './text.ts';

const TIMES = ['', 'Failed', 'Failed twice in a row', 'Failed three times in a row'];

/** "Failed twice in a row · exit 1 · Timeout during connect". */
function sentence(job: JobSummary, run: Run): string {
  const row = Math.max(1, failuresInRow(job));
  return [TIMES[row] ?? `Failed ${row} times in a row`, outcome(run), errorDetail(run)].filter(Boolean).join(' · ');
}

/** Jobs whose last run failed, each with one thing to do about it. */
export function Attention({ jobs }: { jobs: JobSummary[] }) {
  const rows = jobs.flatMap((job) => (failing(job) && job.lastRun ? [{ job, run: job.lastRun }] : []));
  rows.sort((a, b) => (b.run.finishedAt ?? 0) - (a.run.finishedAt ?? 0));
  return (
    <section className="attention" aria-label={text.attention}>
      <h2 className="section-title">
        {text.attention} {rows.length > 0 && <span className="note">· {rows.length}</span>}
      </h2>
      {rows.length === 0 && <p className="meta">{text.nothing}</p>}
      <ul>
        {rows.map(({ job, run }) => (
          <li key={job.id}>
            <StatusMark mark={markOf(run)} />
            <span className="cut name">{job.name}</span>
            <span className="cut why" title={sentence(job, run)}>
              {sentence(job, run)}
            </span>
            <span className="meta">
              <Ago at={run.finishedAt ?? run.dueAt} />
            </span>
            <Button
              look="quiet"
              small
              aria-label={`${text.output}: ${job.name}`}
              onClick={() => navigate(`/history?run=${run.id}`)}
            >
              {text.output}
            </Button>
            <Button small aria-label={`${text.runAgain}: ${job.name}`} onClick={() => void runNow(job)}>
              {text.runAgain}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
