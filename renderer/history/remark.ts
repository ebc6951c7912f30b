import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { type RemarkTone, runRemark } from '../ui/run-words.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';

export interface Remark {
  text: string;
  tone: RemarkTone;
}

type Jobs = ReadonlyMap<number, JobSummary>;

/** What the list says beside a run: what went wrong, else what set it off where no clock did. */
export function remarkOf(run: Run, at: number, jobs: Jobs): Remark {
  const remark = runRemark(run, at);
  if (remark.text !== '' || run.cause === 'schedule') return remark;
  return { text: causeWords(run, jobs), tone: 'meta' };
}

/** The same of repeats, newest first: "since 12:50", "503, since 12:20". */
export function repeatsRemark(runs: readonly Run[], at: (run: Run) => number, jobs: Jobs): Remark {
  const [newest, oldest] = [runs[0] as Run, runs.at(-1) as Run];
  const since = text.since(wallTime.minutes(at(oldest)));
  const { text: said, tone } = remarkOf(newest, at(newest), jobs);
  // Each was late, or waited, by itself.
  const words = tone === 'late' && newest.status !== 'missed' ? text.late : said;
  return { text: [words, since].filter(Boolean).join(', '), tone };
}

/** "file change", "after Nightly database backup". */
function causeWords({ cause, jobId, triggerId }: Run, jobs: Jobs): string {
  if (cause !== 'after-job') return text.causes[cause];
  const specs = (jobs.get(jobId)?.triggers ?? []).flatMap(({ id, spec }) =>
    spec.kind === 'after' ? { id, spec } : [],
  );
  const { spec } = specs.find(({ id }) => id === triggerId) ?? (specs.length === 1 ? specs[0] : undefined) ?? {};
  const before = spec && jobs.get(spec.job)?.name;
  return before ? text.after(before) : text.causes[cause];
}

/** When a run began, or was due where it did not. Epoch ms. */
export const toldAt = (run: Run): number => run.startedAt ?? run.dueAt;

/** Whether a schedule rings within a minute: of such runs the minute alone says too little. */
const isBySecond = (run: Run): boolean => run.cause === 'schedule' && run.dueAt % 60_000 !== 0;

/** How the column of times is written: all with seconds where a schedule has them, else none. */
export const clockOf = (runs: readonly Run[]): ((at: number) => string) =>
  runs.some(isBySecond) ? wallTime.seconds : wallTime.minutes;
