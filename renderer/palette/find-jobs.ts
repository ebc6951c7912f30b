import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { actionLine } from '../jobs/action-words.ts';
import { navigate } from '../state/navigation.ts';
import { statusWord } from '../ui/run-words.ts';
import { done, type Entry } from './entry.ts';
import { fold, type Match, matchWords, type Range, top } from './rank.ts';
import { type Recent, recencyBonus } from './recent.ts';
import { words } from './text.ts';

export interface JobSources {
  jobs: readonly JobSummary[];
  recent: Recent;
  now: number;
}

const MOST_JOBS = 5;
const MOST_RUNS = 4;

interface Folded {
  name: string;
  line: string;
  both: string;
}
const foldedJobs = new WeakMap<JobSummary, Folded>();

function foldedJob(job: JobSummary): Folded {
  const known = foldedJobs.get(job);
  if (known) return known;
  const name = fold(job.name);
  const line = fold(actionLine(job.action).slice(0, LINE_LIMIT));
  const made = { name, line, both: `${name}\n${line}` };
  foldedJobs.set(job, made);
  return made;
}

/** A match in the command is worth less than one in the name. */
const COMMAND_SHARE = 0.5;
/** How much of a command is searched, in characters. */
const LINE_LIMIT = 500;

/** Jobs by their names and commands; without a query, those used last and those due soonest. */
export function findJobs(asked: readonly string[], { jobs, recent, now }: JobSources): (Entry & { job: JobSummary })[] {
  const bonus = (job: JobSummary) => recencyBonus(recent, `job:${job.id}`, now);
  const soon = (job: JobSummary) => (job.nextRunAt === null ? 0 : 1 / (1 + Math.max(0, job.nextRunAt - now)));
  const found = top(jobs, MOST_JOBS, (job) => {
    if (asked.length === 0) return bonus(job) + soon(job);
    const match = matchJob(asked, job);
    return match && match.score + bonus(job);
  });
  return found.map((job) => {
    const { name, line } = matchJob(asked, job) ?? {};
    const detail = line && { text: actionLine(job.action), hits: line };
    return {
      ...{ id: `job:${job.id}`, title: job.name, hits: name ?? [], job },
      ...(detail && { detail }),
      act: done(() => navigate(`/jobs/${job.id}`)),
    };
  });
}

function matchJob(asked: readonly string[], job: JobSummary) {
  const folded = foldedJob(job);
  const name = matchWords(asked, folded.name);
  if (name) return { score: name.score, name: name.ranges, line: null };
  const line = matchWords(asked, folded.line, false);
  if (line) return { score: line.score * COMMAND_SHARE, name: [], line: line.ranges };
  // Some words in the name, the others in the command.
  const both = matchWords(asked, folded.both, false);
  if (!both) return null;
  const end = folded.name.length;
  return {
    score: both.score * COMMAND_SHARE,
    name: both.ranges.filter(([start]) => start < end),
    line: both.ranges.flatMap(([start, stop]): Range[] => (start > end ? [[start - end - 1, stop - end - 1]] : [])),
  };
}

/** Runs are found by their job and how they ended, "backup failed", or by number. */
export function findRuns(asked: readonly string[], { jobs, now }: JobSources): Entry[] {
  if (asked.length === 0) return [];
  const found: { run: Run; match: Match }[] = [];
  for (const job of jobs) {
    for (const run of job.lastRun ? [...job.live, job.lastRun] : job.live) {
      const outcome = fold(`${statusWord(run.status)} ${words.run(run.id)}`);
      // A job's name alone finds the job.
      if (!asked.some((word) => word.length > 2 && outcome.includes(word))) continue;
      const match = matchWords(asked, `${foldedJob(job).name} ${outcome}`, false);
      if (match) found.push({ run, match });
    }
  }
  const shown = new Set<number>();
  return top(found, MOST_RUNS, ({ run, match }) => match.score + (run.startedAt ?? run.dueAt) / now).flatMap(
    ({ run, match }) => {
      if (shown.has(run.id)) return [];
      shown.add(run.id);
      return {
        ...{ id: `run:${run.id}`, title: run.job, run },
        hits: match.ranges.filter(([, end]) => end <= run.job.length),
        detail: { text: statusWord(run.status), hits: [] },
        act: done(() => navigate(`/history?job=${run.jobId}&run=${run.id}`)),
      };
    },
  );
}
