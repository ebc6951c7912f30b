import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { runNow } from '../state/actions.ts';
import { failure as failing } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { Button } from '../ui/controls.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { failure, isFailure, runGlyph } from '../ui/run-words.ts';
import { Past } from '../ui/Times.tsx';
import { text } from './text.ts';

const TIMES = ['', 'Failed', 'Failed twice in a row', 'Failed three times in a row'];

/** "Failed twice in a row · exit 1 · Timeout during connect". */
function sentence(job: JobSummary, run: Run): string {
  const passed = job.recent.findIndex(({ status }) => !isFailure(status));
  const row = Math.max(1, passed === -1 ? job.recent.length : passed);
  const cause = failure(run);
  const error = run.error?.split('\n', 1)[0];
  return [TIMES[row] ?? `Failed ${row} times in a row`, cause, error !== cause && error].filter(Boolean).join(' · ');
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
      {rows.length === 0 && <p className="bf-meta">{text.nothing}</p>}
      <ul>
        {rows.map(({ job, run }) => (
          <li key={job.id}>
            <Glyph {...runGlyph(run)} />
            <span className="bf-cut name">{job.name}</span>
            <span className="bf-cut why" title={sentence(job, run)}>
              {sentence(job, run)}
            </span>
            <span className="bf-meta">
              <Past at={run.finishedAt ?? run.dueAt} />
            </span>
            <Button
              look="small bare"
              aria-label={`${text.output}: ${job.name}`}
              onClick={() => navigate(`/history?run=${run.id}`)}
            >
              {text.output}
            </Button>
            <Button look="small" aria-label={`${text.runAgain}: ${job.name}`} onClick={() => void runNow(job)}>
              {text.runAgain}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
