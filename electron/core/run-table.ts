import type { Run } from '#contract/run.ts';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** A run as tables outside of Belfry hold it: times in ISO 8601, UTC. */
export function tableRow(run: Run) {
  const { startedAt, finishedAt } = run;
  return {
    run: run.id,
    job: run.job,
    status: run.status,
    cause: run.cause,
    reason: run.reason,
    due: iso(run.dueAt),
    dueUntil: iso(run.dueUntil),
    count: run.count,
    started: iso(startedAt),
    finished: iso(finishedAt),
    tookMs: startedAt === null || finishedAt === null ? null : finishedAt - startedAt,
    attempt: run.attempt,
    attempts: run.attempts,
    exitCode: run.exitCode,
    signal: run.signal,
    error: run.error,
    outputBytes: run.outputBytes,
  };
}

type TableRow = ReturnType<typeof tableRow>;

const COLUMNS: readonly (keyof TableRow)[] = [
  ...([
    'run',
    'job',
    'status',
    'cause',
    'reason',
    'due',
    'dueUntil',
    'count',
    'started',
    'finished',
    'tookMs',
  ] as const),
  ...(['attempt', 'attempts', 'exitCode', 'signal', 'error', 'outputBytes'] as const),
];

/** RFC 4180 ends lines so. */
const END = '\r\n';
export const CSV_HEAD = COLUMNS.join(',') + END;

/** One line of comma-separated values, with its end. */
export function csvRow(run: Run): string {
  const row = tableRow(run);
  return COLUMNS.map((column) => csvField(row[column])).join(',') + END;
}

/** Text that a spreadsheet would compute gets an apostrophe before it: a job's output must not run there. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
