import type { ReactNode } from 'react';
import type { Run } from '#contract/run.ts';
import { usualMs } from '../state/job-facts.ts';
import { useJob } from '../state/queries.ts';
import { duration } from '../ui/format.ts';
import { lateMs } from '../ui/mark.ts';
import { tookMs } from '../ui/run-words.ts';
import { Elapsed } from '../ui/Times.tsx';
import { text as shared } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';

/** A start is never exactly on time: below this (ms) nobody cares. */
const SHOWN_LATE_MS = 1000;

/** Clocks drift; a shorter gap between wall and awake time is no sleep. */
const ASLEEP_MS = 2000;

/** Times to the second, and what else is known of a run. */
export function RunFacts({ run }: { run: Run }) {
  const job = useJob(run.jobId);
  const took = tookMs(run);
  const late = lateMs(run);
  const usual = job ? usualMs(job) : null;
  const facts: [string, ReactNode][] = [[text.due, <Time key="due" at={run.dueAt} />]];
  if (run.count > 1)
    facts.push([text.until, <Time key="until" at={run.dueUntil} />], [text.occurrences, `${run.count} bells`]);
  if (run.startedAt !== null) {
    facts.push([text.started, <Time key="started" at={run.startedAt} />]);
    if (run.cause !== 'by-hand') facts.push([text.lateBy, late < SHOWN_LATE_MS ? text.onTime : duration(late)]);
  }
  if (run.finishedAt !== null && run.startedAt !== null)
    facts.push([text.ended, <Time key="ended" at={run.finishedAt} />]);
  if (run.startedAt !== null)
    facts.push([
      text.duration,
      <span key="took">
        {took === null ? <Elapsed since={run.startedAt} /> : duration(took)}
        {took !== null && run.awakeMs !== null && took - run.awakeMs > ASLEEP_MS && (
          <span className="meta"> · awake {duration(run.awakeMs)}</span>
        )}
        {usual !== null && <span className="meta"> · usual {duration(usual)}</span>}
      </span>,
    ]);
  facts.push([text.cause, shared.cause[run.cause]]);
  if (run.exitCode !== null)
    facts.push([
      text.exitCode,
      <span key="exit" className={run.exitCode === 0 ? undefined : 'fail'}>
        {run.exitCode}
      </span>,
    ]);
  return (
    <dl className="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Time({ at }: { at: number }) {
  const now = Date.now();
  return (
    <span title={wallTime.full(at)}>
      {wallTime.dayKey(at) !== wallTime.dayKey(now) && `${wallTime.day(at)} `}
      {wallTime.seconds(at)}
    </span>
  );
}
