import type { NoticeKind } from '#contract/notification.ts';
import type { Run, RunReason } from '#contract/run.ts';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in its two largest units: "1 d 4 h", "6 m 41 s", "184 ms". */
export function lengthOf(ms: number): string {
  const at = UNITS.findIndex(([, unit]) => ms >= unit);
  const [name, unit] = UNITS[at] ?? [];
  if (!name || !unit) return `${Math.round(ms)} ms`;
  const [smaller, smallerUnit] = UNITS[at + 1] ?? [];
  const rest = smallerUnit ? Math.floor((ms % unit) / smallerUnit) : 0;
  return `${Math.floor(ms / unit)} ${name}${rest > 0 ? ` ${rest} ${smaller}` : ''}`;
}

export interface Told {
  kind: NoticeKind;
  job: string;
  run: Run;
  count: number;
  /** Epoch ms. */
  since: number;
  /** Epoch ms. */
  now: number;
  /** What the job usually takes, ms; for `long`. */
  usualMs: number | null;
  /** A time of day in the zone that the person lives in. */
  clock: (at: number) => string;
}

/** What a notice says: the job and its outcome, then the cause (interface.md, Voice). */
export function noticeWords(told: Told): { title: string; body: string } {
  const { kind, job, run, count, clock } = told;
  const times = count > 1 ? ` ${count} times` : '';
  const since = count > 1 ? `Since ${clock(told.since)}. ` : '';
  switch (kind) {
    case 'failure': {
      const verb = run.status === 'timed-out' ? 'timed out' : 'failed';
      const attempts = run.attempts > 1 ? ` On all ${run.attempts} attempts.` : '';
      return { title: `${job} ${verb}${times}`, body: `${since}${run.error ?? 'No cause is known.'}${attempts}` };
    }
    case 'success':
      return { title: `${job} succeeded${times}`, body: `${since}${took(run)}` };
    case 'recovery':
      return { title: `${job} works again`, body: `It had failed before. ${took(run)}` };
    case 'late': {
      const startedAt = run.startedAt ?? told.now;
      const late = lengthOf(startedAt - run.dueAt);
      const body = `Due ${clock(run.dueAt)}, started ${clock(startedAt)}.`;
      return { title: `${job} rang ${late} late${count > 1 ? `,${times}` : ''}`, body: since + body };
    }
    case 'missed':
      return run.count > 1
        ? {
            title: `${job} missed ${run.count} runs`,
            body: `${clock(run.dueAt)} to ${clock(run.dueUntil)}. ${why(run)}`,
          }
        : { title: `${job} missed ${clock(run.dueAt)}`, body: why(run) };
    case 'long': {
      const usually = told.usualMs === null ? '' : `, usually ${lengthOf(told.usualMs)}`;
      return {
        title: `${job} is taking long`,
        body: `Running for ${lengthOf(told.now - (run.startedAt ?? told.now))}${usually}.`,
      };
    }
  }
}

const took = ({ startedAt, finishedAt }: Run) =>
  startedAt === null || finishedAt === null ? '' : `Took ${lengthOf(finishedAt - startedAt)}.`;

const why = ({ reason }: Run): string => WHY[reason ?? 'asleep'] ?? 'It did not run.';

const WHY: Partial<Record<RunReason, string>> = {
  asleep: 'The computer was asleep.',
  'not-running': 'Belfry was not running.',
  'held-up': 'Belfry was held up.',
  'scheduler-off': 'The scheduler was switched off.',
};
