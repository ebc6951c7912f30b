import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { stopRun } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { classes } from '../ui/controls.tsx';
import { duration } from '../ui/dates.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { usualMs } from '../ui/run-words.ts';
import { Elapsed } from '../ui/Times.tsx';
import { useTick } from '../ui/ticker.ts';
import { text } from './text.ts';

/** Each run in progress against what is usual for its job. */
export function RunningNow({ jobs }: { jobs: JobSummary[] }) {
  const live = jobs.flatMap((job) => job.live.map((run) => ({ job, run }))).sort((a, b) => a.run.dueAt - b.run.dueAt);
  return (
    <section className="running-now" aria-label={text.running}>
      <h2 className="section-title">
        {text.running} {live.length > 0 && <span className="note">· {live.length}</span>}
      </h2>
      {live.length === 0 && <p className="bf-meta">{text.nothingRuns}</p>}
      <ul>
        {live.map(({ job, run }) => (
          <RunLine key={run.id} job={job} run={run} />
        ))}
      </ul>
    </section>
  );
}

function RunLine({ job, run }: { job: JobSummary; run: Run }) {
  const usual = usualMs(job.recent);
  const since = run.startedAt;
  const rest = useTick((now) => {
    if (since === null) return text.waiting;
    if (usual === null) return text.firstRun;
    const left = usual - (now - since);
    return left >= 0 ? `about ${duration(Math.ceil(left / 1000) * 1000)} left` : `${duration(-left)} over usual`;
  });
  // In halves of a percent, so that a bar of an hour does not render each second.
  const share = useTick((now) =>
    since === null || usual === null ? 0 : Math.round(((now - since) / Math.max(1, usual)) * 200) / 200,
  );
  const over = share > 1;
  return (
    <li>
      <div className="run-line">
        <Glyph name={since === null ? 'waiting' : 'running'} share={usual === null ? 0.3 : Math.min(1, share)} />
        <button type="button" className="bf-cut name" onClick={() => navigate(`/history?run=${run.id}`)}>
          {job.name}
        </button>
        <strong>{since !== null && <Elapsed since={since} />}</strong>
        <span className={classes('rest bf-num', over && 'bf-late')}>{rest}</span>
        <button
          type="button"
          className="icon-btn stop"
          aria-label={text.stop(job.name)}
          title={text.stop(job.name)}
          onClick={() => void stopRun(run)}
        >
          <span />
        </button>
      </div>
      <div className="run-bar" aria-hidden>
        <span style={{ width: `${Math.min(100, over ? 100 / share : share * 100)}%` }} />
        {over && <span className="over" style={{ width: `${100 - 100 / share}%` }} />}
      </div>
    </li>
  );
}
