import type { ReactNode } from 'react';
import type { Run } from '#contract/run.ts';
import { useJob } from '../state/queries.ts';
import { clock, date, dayKey, duration, fullTime } from '../ui/dates.ts';
import { tookMs, usualMs } from '../ui/run-words.ts';
import { Elapsed } from '../ui/Times.tsx';
import { CAUSES, text } from './text.ts';

/** Clocks drift; a shorter gap between wall and awake time is no sleep. */
const ASLEEP_MS = 2000;

/** Times to the second, and what else is known of a run. */
export function RunFacts({ run }: { run: Run }) {
  const job = useJob(run.jobId);
  const took = tookMs(run);
  const usual = job ? usualMs(job.recent.filter(({ id }) => id !== run.id)) : null;
  const facts: [string, ReactNode][] = [[text.due, <Time key="due" at={run.dueAt} />]];
  if (run.count > 1)
    facts.push([text.until, <Time key="until" at={run.dueUntil} />], [text.occurrences, `${run.count} bells`]);
  if (run.startedAt !== null) {
    facts.push([text.started, <Time key="started" at={run.startedAt} />]);
    const behind = run.startedAt - run.dueAt;
    if (behind >= 1000) facts.push([text.lateBy, duration(behind)]);
  }
  if (run.finishedAt !== null && run.startedAt !== null)
    facts.push([text.ended, <Time key="ended" at={run.finishedAt} />]);
  if (run.startedAt !== null)
    facts.push([
      text.duration,
      <span key="took">
        {took === null ? <Elapsed since={run.startedAt} /> : duration(took)}
        {took !== null && run.awakeMs !== null && took - run.awakeMs > ASLEEP_MS && (
          <span className="bf-meta"> · awake {duration(run.awakeMs)}</span>
        )}
        {usual !== null && <span className="bf-meta"> · usual {duration(usual)}</span>}
      </span>,
    ]);
  facts.push([text.cause, CAUSES[run.cause]]);
  if (run.exitCode !== null)
    facts.push([
      text.exitCode,
      <span key="exit" className={run.exitCode === 0 ? undefined : 'bf-fail'}>
        {run.exitCode}
      </span>,
    ]);
  return (
    <dl className="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="bf-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Time({ at }: { at: number }) {
  const now = Date.now();
  return (
    <span title={fullTime(at)}>
      {dayKey(at) !== dayKey(now) && `${date(at, now)} `}
      {clock(at, {}, true)}
    </span>
  );
}
