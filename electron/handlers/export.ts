import type { ExportFormat, RunFilter } from '#contract/ledger.ts';
import type { Run } from '#contract/run.ts';
import { CSV_HEAD, csvRow, tableRow } from '#core/run-table.ts';
import type { Application } from './application.ts';

const PAGE = 1000;

type Filter = Omit<RunFilter, 'before' | 'limit'>;

/** Writes the rows under a filter to a file of the user's choice, a page at a time. */
export async function exportRuns(
  { store, desktop, clock }: Pick<Application, 'store' | 'desktop' | 'clock'>,
  filter: Filter,
  format: ExportFormat,
): Promise<{ file: string | null; runs: number }> {
  const written = { runs: 0 };
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const content = (format === 'csv' ? csv : json)(pages(store, filter, written));
  const file = await desktop.saveFile(`belfry-history-${day}.${format}`, bytesOf(content));
  return { file, runs: written.runs };
}

async function* pages(store: Application['store'], filter: Filter, written: { runs: number }): AsyncGenerator<Run[]> {
  for (let before: RunFilter['before'], more = true; more; ) {
    const page = await store.runs.list({ ...filter, limit: PAGE, ...(before && { before }) });
    yield page.runs;
    written.runs += page.runs.length;
    more = page.next !== null;
    before = page.next ?? undefined;
  }
}

async function* csv(source: AsyncIterable<Run[]>): AsyncGenerator<string> {
  yield CSV_HEAD;
  for await (const runs of source) yield runs.map(csvRow).join('');
}

async function* json(source: AsyncIterable<Run[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const runs of source) {
    if (runs.length === 0) continue;
    yield before + runs.map((run) => JSON.stringify(tableRow(run))).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
