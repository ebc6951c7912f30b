import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { stopRun } from '../state/actions.ts';
import { usualMs } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { roughly } from '../ui/format.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
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
      {live.length === 0 && <p className="meta">{text.nothingRuns}</p>}
      <ul>
        {live.map(({ job, run }) => (
          <RunLine key={run.id} job={job} run={run} />
        ))}
      </ul>
    </section>
  );
}

function RunLine({ job, run }: { job: JobSummary; run: Run }) {
  const usual = usualMs(job);
  const since = run.startedAt;
  const rest = useTick((now) => {
    if (since === null) return text.waiting;
    if (usual === null) return text.firstRun;
    const left = usual - (now - since);
    return left >= 0 ? text.left(roughly(left + 999)) : text.over(roughly(-left));
  });
  // In halves of a percent, so that a bar of an hour does not render each second.
  const share = useTick((now) =>
    since === null || usual === null ? 0 : Math.round(((now - since) / Math.max(1, usual)) * 200) / 200,
  );
  const over = share > 1;
  return (
    <li>
      <div className="run-line">
        <StatusMark mark={since === null ? 'waiting' : 'running'} share={usual === null ? undefined : share} />
        <button type="button" className="cut name" onClick={() => navigate(`/history?run=${run.id}`)}>
          {job.name}
        </button>
        <strong>{since !== null && <Elapsed since={since} />}</strong>
        <span className={classes('rest num', over && 'late')}>{rest}</span>
        <IconButton label={text.stop(job.name)} className="stop" onClick={() => void stopRun(run)}>
          <span />
        </IconButton>
      </div>
      <div className="run-bar" aria-hidden>
        <span style={{ width: `${Math.min(100, over ? 100 / share : share * 100)}%` }} />
        {over && <span className="over" style={{ width: `${100 - 100 / share}%` }} />}
      </div>
    </li>
  );
}
