import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { usualMs } from '../state/job-facts.ts';
import { placeOf } from '../state/run-pages.ts';
import { duration, roughly } from '../ui/format.ts';
import { markOf, shownAt } from '../ui/mark.ts';
import { latenessOf, outcome, tookMs } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Ago, Brief, Elapsed } from '../ui/Times.tsx';
import { text } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import styles from './jobs.module.css';
import { words } from './text.ts';

/** How the latest run went, or how far the one running is. */
export function LastResult({ job }: { job: JobSummary }) {
  const live = job.live.find(({ status }) => status === 'running') ?? job.live[0];
  if (live)
    return live.startedAt === null ? <Waiting run={live} /> : <Live since={live.startedAt} usual={usualMs(job)} />;
  if (!job.lastRun) return <div className={styles.meta}>{words.never}</div>;
  return <Ended run={job.lastRun} />;
}

function Two({
  mark,
  share,
  top,
  below,
  tone,
}: {
  mark: Parameters<typeof StatusMark>[0]['mark'];
  share?: number;
  top: React.ReactNode;
  below: React.ReactNode;
  tone?: string | undefined;
}) {
  return (
    <div className={styles.result}>
      <StatusMark mark={mark} share={share} />
      <div className="num cut">{top}</div>
      <div className={`${styles.meta} num cut ${tone ?? ''}`}>{below}</div>
    </div>
  );
}

function Ended({ run }: { run: Run }) {
  const mark = markOf(run);
  const at = placeOf(run);
  const failed = mark === 'failed' || mark === 'timed-out';
  if (mark === 'late') return <Two mark={mark} top={<Brief at={shownAt(run)} />} below={latenessOf(run)} tone="late" />;
  const took = tookMs(run);
  return (
    <Two
      mark={mark}
      top={
        <span className={failed ? 'fail' : ''}>
          {mark === 'missed' ? <Brief at={shownAt(run)} /> : <Ago at={at} />}
        </span>
      }
      below={run.status === 'success' && took !== null ? duration(took) : outcome(run)}
    />
  );
}

function Waiting({ run }: { run: Run }) {
  return <Two mark="waiting" top={words.waiting} below={<Ago at={run.dueAt} />} />;
}

function Live({ since, usual }: { since: number; usual: number | null }) {
  const share = useTick((now) => (usual === null ? -1 : Math.round(((now - since) / usual) * 50) / 50));
  const below = useTick((now) => {
    if (usual === null) return words.firstRun;
    const left = usual - (now - since);
    return left >= 0 ? words.left(roughly(left)) : words.over(roughly(-left));
  });
  return (
    <div className={styles.result} data-live>
      <StatusMark mark="running" share={share < 0 ? undefined : share} label={text.mark.running} />
      <div className={`${styles.name} num`}>
        <Elapsed since={since} />
      </div>
      <div className={`${styles.meta} num cut ${share > 1 ? 'late' : ''}`}>{below}</div>
    </div>
  );
}
