import type { Connection } from './connection.ts';
import { textOf } from './output-rows.ts';

/** Characters of text in one entry of the index. */
const ENTRY_CHARS = 128 * 1024;
/** An entry begins with the end of the one before, so that what lies across is found: the longest text one can look for. */
const OVERLAP = 500;
const READ_ROWS = 64;

/** The text of a run that is searched, error first, in pieces that overlap. */
export async function* searchText(reader: Connection, runId: number, error: string | null): AsyncGenerator<string> {
  let text = error === null ? '' : `${error}\n`;
  let [attempt, seq] = [0, 0];
  for (;;) {
    const rows = await reader.all<{ attempt: number; seq: number; text: string | Buffer }>(
      `SELECT attempt, seq, text FROM output WHERE runId = $1 AND (attempt, seq) > ($2, $3)
       ORDER BY attempt, seq LIMIT ${READ_ROWS}`,
      [runId, attempt, seq],
    );
    for (const row of rows) {
      text += textOf(row.text);
      if (text.length < ENTRY_CHARS) continue;
      yield text;
      text = text.slice(-OVERLAP);
    }
    const last = rows.at(-1);
    if (!last || rows.length < READ_ROWS) break;
    ({ attempt, seq } = last);
  }
  if (text !== '') yield text;
}

/** Texts of runs that printed little, each whole; index: primary key of output. */
export async function shortTexts(
  reader: Connection,
  runs: { id: number; error: string | null }[],
): Promise<Map<number, string>> {
  const texts = new Map(runs.map(({ id, error }) => [id, error === null ? '' : `${error}\n`]));
  const rows = await reader.all<{ runId: number; text: string | Buffer }>(
    `SELECT runId, text FROM json_each($1) wanted JOIN output ON runId = wanted.value ORDER BY runId, attempt, seq`,
    [JSON.stringify(runs.map(({ id }) => id))],
  );
  for (const { runId, text } of rows) texts.set(runId, `${texts.get(runId)}${textOf(text)}`);
  return texts;
}
