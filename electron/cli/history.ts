import { once } from 'node:events';
import { type Command, Option } from 'commander';
import type { RunFilter } from '#contract/ledger.ts';
import { type Run, type RunStatus, runStatus } from '#contract/run.ts';
import { CSV_HEAD, csvRow } from '#core/run-table.ts';
import type { Client } from '#doors/client.ts';
import { readDuration } from './durations.ts';
import { UsageError } from './failure.ts';
import { addCommand } from './session.ts';
import { errorText, runShape } from './shapes.ts';
import { table } from './table.ts';
import { length, localTime, needInstant, readInstant } from './times.ts';

const PAGE = 1000;
/** Rows that are printed unasked. */
const SHOWN = 50;

interface HistoryOptions {
  job?: string;
  status?: RunStatus[];
  since?: string;
  search?: string;
  limit?: number;
  csv?: boolean;
}

/** `history`: the ledger, newest first. */
export function addHistoryCommand(program: Command): void {
  addCommand<[HistoryOptions]>(
    program,
    'history',
    'what ran and what did not, newest first',
    async (session, options) => {
      const since = options.since === undefined ? undefined : readSince(options.since);
      const client = await session.client();
      const job = options.job === undefined ? undefined : (await client.request('jobs.get', { job: options.job })).id;
      const { status, search } = options;
      if (options.csv) {
        await printCsv(client, { job, status, since, search }, options.limit ?? Number.POSITIVE_INFINITY);
        return undefined;
      }
      const limit = options.limit ?? SHOWN;
      const runs = await readRuns(client, { job, status, since, search }, limit);
      session.print(runs.map(runShape), () => historyText(runs));
      return undefined;
    },
  )
    .option('--job <job>', 'only this job')
    .addOption(new Option('--status <status>', 'only with this status; may be repeated').argParser(readStatus))
    .option('--since <iso>', 'only what was due since then; also 2h or 3d ago')
    .option('--search <text>', 'only where the job’s name, the error or the output has this text')
    .option('--limit <n>', `how many; ${SHOWN} unless said otherwise, with --csv all`, readLimit)
    .option('--csv', 'as a table of comma-separated values');
}

/** Pages through the ledger until `limit` rows are there. */
async function readRuns(client: Client, filter: Partial<RunFilter>, limit: number): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const page of pages(client, filter, limit)) runs.push(...page);
  return runs;
}

async function* pages(client: Client, filter: Partial<RunFilter>, limit: number): AsyncGenerator<Run[]> {
  let before: RunFilter['before'];
  for (let left = limit; left > 0; ) {
    const page = await client.request('runs.list', { ...filter, before, limit: Math.min(PAGE, left) });
    yield page.runs;
    left -= page.runs.length;
    if (!page.next || page.runs.length === 0) return;
    before = page.next;
  }
}

/** A page at a time, as fast as it is read: a million rows are never in memory at once. */
async function printCsv(client: Client, filter: Partial<RunFilter>, limit: number): Promise<void> {
  const print = async (text: string) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  await print(CSV_HEAD);
  for await (const runs of pages(client, filter, limit)) await print(runs.map(csvRow).join(''));
}

function historyText(runs: Run[]): string {
  if (runs.length === 0) return 'No runs.';
  const rows = runs.map((run) => [
    String(run.id),
    run.job,
    localTime(run.dueAt) + (run.count > 1 ? ` … ${localTime(run.dueUntil)} (${run.count})` : ''),
    run.startedAt === null || run.finishedAt === null ? '' : length(run.finishedAt - run.startedAt),
    run.status,
    run.cause,
    run.reason ?? errorText(run) ?? '',
  ]);
  return table(['RUN', 'JOB', 'DUE', 'TOOK', 'STATUS', 'CAUSE', 'REASON OR ERROR'], rows);
}

function readStatus(text: string, before: RunStatus[] | undefined): RunStatus[] {
  const statuses = text.split(',').map((word) => runStatus.safeParse(word.trim()));
  const known = statuses.flatMap(({ data }) => (data ? [data] : []));
  if (known.length < statuses.length) {
    throw new UsageError(`Give --status one of ${runStatus.options.join(', ')}.`, 'status');
  }
  return [...(before ?? []), ...known];
}

function readSince(text: string): number {
  if (readInstant(text) !== null) return needInstant(text, 'since');
  return Math.max(0, Date.now() - readDuration(text.replace(/\s+ago\s*$/i, ''), 'since'));
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || !Number.isSafeInteger(limit)) {
    throw new UsageError('Give --limit a whole number, 1 or more.', 'limit');
  }
  return limit;
}
