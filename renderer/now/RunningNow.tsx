import { useMemo } from 'react';
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
import { progress } from './progress.ts';
import { text } from './text.ts';

const SHOWN = 4;

/** Each run in progress against what is usual for its job. */
export function RunningNow({ jobs }: { jobs: readonly JobSummary[] }) {
  const live = useMemo(
    () => jobs.flatMap((job) => job.live.map((run) => ({ job, run }))).sort((a, b) => a.run.dueAt - b.run.dueAt),
    [jobs],
  );
  return (
    <section className="running-now" aria-label={text.running}>
      <h2 className="section-title">
        {text.running} {live.length > 0 && <span className="note">· {live.length}</span>}
      </h2>
      {live.length === 0 && <p className="meta">{text.nothingRuns}</p>}
      <ul tabIndex={live.length > SHOWN ? 0 : undefined}>
        {live.map(({ job, run }) => (
          <li key={run.id}>
            <RunLine job={job} run={run} usual={usualMs(job)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Going {
  run: Run;
  /** Ms that this job usually takes; null = nothing is known. */
  usual: number | null;
}

function RunLine({ job, run, usual }: Going & { job: JobSummary }) {
  return (
    <>
      <div className="run-line">
        <Ring run={run} usual={usual} />
        <button type="button" className="cut name" onClick={() => navigate(`/history?run=${run.id}`)}>
          {job.name}
        </button>
        <strong className="num">{run.startedAt !== null && <Elapsed since={run.startedAt} />}</strong>
        <Rest run={run} usual={usual} />
        <IconButton label={text.stop(job.name)} className="stop" onClick={() => void stopRun(run)}>
          <span />
        </IconButton>
      </div>
      <Bar run={run} usual={usual} />
    </>
  );
}

/** In halves of a percent, so that what takes an hour is not drawn each second; null where nothing says how far it is. */
function useShare({ run, usual }: Going): number | null {
  return useTick((now) => {
    const { share } = progress(run.startedAt, usual, now);
    return share === null ? null : Math.round(share * 200) / 200;
  });
}

function Ring(going: Going) {
  const share = useShare(going);
  return <StatusMark mark={going.run.startedAt === null ? 'waiting' : 'running'} share={share ?? undefined} />;
}

function Rest({ run, usual }: Going) {
  const over = useTick((now) => (progress(run.startedAt, usual, now).leftMs ?? 0) < 0);
  const words = useTick((now) => {
    const { leftMs } = progress(run.startedAt, usual, now);
    if (run.startedAt === null) return text.waiting;
    if (leftMs === null) return text.firstRun;
    return leftMs < 0 ? text.over(roughly(-leftMs)) : text.left(roughly(Math.ceil(leftMs / 1000) * 1000));
  });
  return <span className={classes('rest num', over && 'late')}>{words}</span>;
}

function Bar(going: Going) {
  const share = useShare(going) ?? 0;
  const over = share > 1;
  return (
    <div className="run-bar" aria-hidden>
      <span style={{ width: `${over ? 100 / share : share * 100}%` }} />
      {over && <span className="over" />}
    </div>
  );
}
