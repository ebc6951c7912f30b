import type { RunFilter, RunPage } from '#contract/ledger.ts';
import type { Connection, Value } from './connection.ts';
import { conditions } from './run-filter.ts';
import { RUN_COLUMNS, type RunRow, toRun } from './run-rows.ts';
import { SHORT_BYTES } from './search-index.ts';
import { searchText, shortTexts } from './search-text.ts';

/** Runs whose text is compared one by one: not indexed yet, or the text looked for too short for the index. */
const SCANNED = 5_000;
/** Trigrams asked of the index; what it names is compared anyhow. */
const TRIGRAMS = 32;
/** Candidates compared at once. */
const BATCH = 64;
/** Up to so many jobs are looked at one by one for their newest runs. */
const FEW_JOBS = 100;

/** Gives ids of runs below an id, newest first, a batch at a time; empty = no more. */
type Source = (below: number) => Promise<number[]>;
interface Looking {
  reader: Connection;
  filter: RunFilter;
  words: string;
}

/**
 * Runs whose job's name, error or output holds the text, newest id first. Three sources are merged: names, the index, and
 * runs that are not indexed yet; the latter two are compared with the text itself.
 */
export async function search(reader: Connection, filter: RunFilter, text: string): Promise<RunPage> {
  const words = text.toLowerCase();
  const looking = { reader, filter, words };
  const below = filter.before?.id ?? Number.MAX_SAFE_INTEGER;
  const wanted = filter.limit + 1;
  const isWhole = trigramsOf(words).length === 0 || (await isSmallJob(reader, filter));
  const found = await Promise.all([
    gather(await byName(looking), below, wanted, async (ids) => ids),
    gather(isWhole ? null : byIndex(looking), below, wanted, (ids) => holding(reader, ids, words)),
    gather(byScan(looking, isWhole), below, wanted, (ids) => holding(reader, ids, words)),
  ]);
  const ids = [...new Set(found.flat())].sort((a, b) => b - a);
  const page = ids.slice(0, filter.limit);
  const rows = await reader.all<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM json_each($1) wanted JOIN runs r ON r.id = wanted.value JOIN jobs j ON j.id = r.jobId
     ORDER BY r.sortAt DESC, r.id DESC`,
    [JSON.stringify(page)],
  );
  const last = rows.find(({ id }) => id === page.at(-1));
  return { runs: rows.map(toRun), next: ids.length > page.length && last ? { at: last.sortAt, id: last.id } : null };
}

/** Takes from a source until it has enough or nothing is left. */
async function gather(
  source: Source | null,
  from: number,
  wanted: number,
  keep: (ids: number[]) => Promise<number[]>,
): Promise<number[]> {
  const kept: number[] = [];
  for (let below = from; source && kept.length < wanted; ) {
    const ids = await source(below);
    if (ids.length === 0) break;
    kept.push(...(await keep(ids)));
    below = ids.at(-1) as number;
  }
  return kept;
}

/** Runs of jobs named so; indexes runs_job, or where many jobs are meant the primary key. */
async function byName({ reader, filter, words }: Looking): Promise<Source | null> {
  const named = await reader.all<{ id: number; name: string }>('SELECT id, name FROM jobs WHERE deletedAt IS NULL');
  const jobs = named.filter(({ name }) => name.toLowerCase().includes(words)).map(({ id }) => id);
  if (jobs.length === 0) return null;
  const { where, values } = conditions(filter);
  const bind = (value: Value) => `$${values.push(value)}`;
  const [ids, limit] = [bind(JSON.stringify(jobs)), filter.limit + 1];
  const below = (id: number) => ({ from: `$${values.length + 1}`, given: [...values, id] });
  const and = where.join(' AND ');
  return async (id) => {
    const { from, given } = below(id);
    const sql =
      jobs.length <= FEW_JOBS
        ? `SELECT r.id FROM json_each(${ids}) named JOIN jobs j ON j.id = named.value
           JOIN runs r ON r.id IN (SELECT r.id FROM runs r WHERE r.jobId = j.id AND r.id < ${from} AND ${and}
             ORDER BY r.id DESC LIMIT ${limit}) ORDER BY r.id DESC LIMIT ${limit}`
        : `SELECT r.id FROM runs r JOIN jobs j ON j.id = r.jobId WHERE r.id < ${from} AND ${and}
           AND r.jobId IN (SELECT value FROM json_each(${ids})) ORDER BY r.id DESC LIMIT ${limit}`;
    return (await reader.all<{ id: number }>(sql, given)).map((row) => row.id);
  };
}

/** What the index names: every trigram of the text is in the entry, anywhere. */
function byIndex({ reader, filter, words }: Looking): Source {
  const trigrams = trigramsOf(words);
  const { where, values } = conditions(filter);
  const match = trigrams.map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
  const at = values.length;
  return async (below) => {
    const rows = await reader.all<{ id: number }>(
      `SELECT search.rowid / 64 AS id FROM search CROSS JOIN runs r ON r.id = search.rowid / 64
       JOIN jobs j ON j.id = r.jobId WHERE search MATCH $${at + 1} AND search.rowid < $${at + 2} AND ${where.join(' AND ')}
       ORDER BY search.rowid DESC LIMIT ${BATCH}`,
      [...values, match, below > Number.MAX_SAFE_INTEGER / 64 ? Number.MAX_SAFE_INTEGER : below * 64],
    );
    return [...new Set(rows.map(({ id }) => id))];
  };
}

/** Runs whose text is looked at without asking the index: those it does not hold yet, or just the newest. */
function byScan({ reader, filter }: Looking, isWhole: boolean): Source {
  const { where, values } = conditions(filter);
  const at = values.length;
  const unindexed = isWhole ? '' : 'r.indexed IS NULL AND';
  let looked = 0;
  return async (below) => {
    if (looked >= SCANNED) return [];
    const rows = await reader.all<{ id: number }>(
      `SELECT r.id FROM runs r JOIN jobs j ON j.id = r.jobId WHERE ${unindexed} r.id < $${at + 1}
       AND ${where.join(' AND ')} ORDER BY r.id DESC LIMIT ${BATCH}`,
      [...values, below],
    );
    looked += rows.length;
    return rows.map(({ id }) => id);
  };
}

/** Whether only runs of a job with few of them are meant: reading these is quicker than asking about all jobs. */
async function isSmallJob(reader: Connection, filter: RunFilter): Promise<boolean> {
  if (filter.job === undefined) return false;
  const { where, values } = conditions({ job: filter.job });
  const sql = `SELECT count(*) AS count FROM (SELECT 1 FROM runs r JOIN jobs j ON j.id = r.jobId
    WHERE ${where.join(' AND ')} LIMIT ${SCANNED + 1})`;
  const [row] = await reader.all<{ count: number }>(sql, values);
  return (row?.count ?? 0) <= SCANNED;
}

function trigramsOf(words: string): string[] {
  const letters = [...words];
  const trigrams = letters.slice(2).map((_, at) => letters.slice(at, at + 3).join(''));
  // The ends say as much as the beginning; in between, evenly spread ones.
  const step = Math.max(1, trigrams.length / TRIGRAMS);
  return [
    ...new Set(
      Array.from({ length: Math.min(trigrams.length, TRIGRAMS) }, (_, at) => trigrams[Math.floor(at * step)] as string),
    ),
  ];
}

/** Those whose error or output holds the words, in the order given. */
async function holding(reader: Connection, ids: number[], words: string): Promise<number[]> {
  const runs = await reader.all<{ id: number; error: string | null; kept: number }>(
    `SELECT r.id, r.error, r.outputBytes - r.outputDropped AS kept FROM json_each($1) wanted
     JOIN runs r ON r.id = wanted.value`,
    [JSON.stringify(ids)],
  );
  const held = new Set<number>();
  const isShort = ({ kept }: { kept: number }) => kept <= SHORT_BYTES;
  for (const [id, text] of await shortTexts(reader, runs.filter(isShort))) {
    if (text.toLowerCase().includes(words)) held.add(id);
  }
  for (const run of runs) {
    if (!isShort(run) && (await longHolds(reader, run, words))) held.add(run.id);
  }
  return ids.filter((id) => held.has(id));
}

async function longHolds(
  reader: Connection,
  { id, error }: { id: number; error: string | null },
  words: string,
): Promise<boolean> {
  for await (const text of searchText(reader, id, error)) if (text.toLowerCase().includes(words)) return true;
  return false;
}
