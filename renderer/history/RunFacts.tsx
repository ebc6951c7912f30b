import type { ReactNode } from 'react';
import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { triggerCode } from '../jobs/action-words.ts';
import { usualMs } from '../state/job-facts.ts';
import { useGiven, useJob } from '../state/queries.ts';
import { duration } from '../ui/format.ts';
import { lateMs } from '../ui/mark.ts';
import { isFailure, tookMs } from '../ui/run-words.ts';
import { Brief, Elapsed } from '../ui/Times.tsx';
import { text as shared } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';

/** A start is never exactly on time: below this (ms) nobody cares. */
const SHOWN_LATE_MS = 1000;

/** Clocks drift; a shorter gap between wall and awake time is no sleep. */
const ASLEEP_MS = 2000;

type Fact = [term: string, value: ReactNode];

/** Times to the second, and what else is known of a run. */
export function RunFacts({ run }: { run: Run }) {
  const job = useJob(run.jobId);
  const given = useGiven(run);
  const facts = [...whenItRan(run), ...howItWent(run, job)];
  if (given.length > 0)
    facts.push([
      text.variables,
      <span key="given" title={text.from.run}>
        {given.join(', ')}
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

function whenItRan(run: Run): Fact[] {
  const facts: Fact[] = [[text.due, <Time key="due" at={run.dueAt} />]];
  if (run.count > 1)
    facts.push([text.until, <Time key="until" at={run.dueUntil} />], [text.occurrences, `${run.count} bells`]);
  if (run.startedAt === null) return facts;
  facts.push([text.started, <Time key="started" at={run.startedAt} />]);
  if (run.cause !== 'by-hand') facts.push([text.lateBy, lateWords(lateMs(run))]);
  if (run.finishedAt !== null) facts.push([text.ended, <Time key="ended" at={run.finishedAt} />]);
  return facts;
}

const lateWords = (ms: number) => duration(ms < SHOWN_LATE_MS ? 0 : ms).replace(/^0 ms$/, `0 ${shared.unit.second}`);

function howItWent(run: Run, job: JobSummary | null | undefined): Fact[] {
  const facts: Fact[] = [];
  const usual = job ? usualMs(job) : null;
  if (run.startedAt !== null) facts.push([text.duration, <Took key="took" run={run} usual={usual} />]);
  const spec = job?.triggers.find(({ id }) => id === run.triggerId)?.spec ?? onlySpec(run, job);
  const code = spec && triggerCode(spec);
  facts.push([
    text.cause,
    <span key="cause" title={code}>
      {shared.cause[run.cause]} {code && <span className="meta mono">{code}</span>}
    </span>,
  ]);
  if (run.exitCode !== null)
    facts.push([
      text.exitCode,
      <span key="exit" className={run.exitCode === 0 ? undefined : 'fail'}>
        {run.exitCode}
      </span>,
    ]);
  if (job?.nextRunAt) {
    const term = isFailure(run.status) || run.status === 'missed' ? text.nextTry : text.nextDue;
    facts.push([term, <Brief key="next" at={job.nextRunAt} />]);
  }
  return facts;
}

/** Where a run names no trigger, it can only have been the one of its kind. */
function onlySpec({ cause, triggerId }: Run, job: JobSummary | null | undefined) {
  if (triggerId !== null || (cause !== 'schedule' && cause !== 'catch-up')) return undefined;
  const timed = (job?.triggers ?? []).filter(({ spec }) => ['cron', 'interval', 'once'].includes(spec.kind));
  return timed.length === 1 ? timed[0]?.spec : undefined;
}

function Took({ run, usual }: { run: Run; usual: number | null }) {
  const took = tookMs(run);
  return (
    <span>
      {took === null ? <Elapsed since={run.startedAt ?? run.dueAt} /> : duration(took)}
      {took !== null && run.awakeMs !== null && took - run.awakeMs > ASLEEP_MS && (
        <span className="meta"> · {text.awake(duration(run.awakeMs))}</span>
      )}
      {usual !== null && <span className="meta"> · {text.usual(duration(usual))}</span>}
    </span>
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
