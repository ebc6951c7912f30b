import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { BelfryError, type ErrorBody } from '#contract/error.ts';
import { checkText } from '#doors/bounds.ts';
import { LineReader, TOO_LONG } from '#doors/lines.ts';
import { read } from './reading.ts';
import { iso, readInstant, systemZone } from './times.ts';

const LINE_LIMIT = 1024 * 1024;

type Answer = { ok: true; next: string[] } | { ok: false; error: ErrorBody };

/** Answers each line of `input` with one line, bad ones with an error, in order and as they come. */
export async function answerLines(input: Readable, output: Writable): Promise<undefined> {
  const reader = new LineReader(LINE_LIMIT);
  for await (const chunk of input) {
    const answers = reader.push(chunk as Buffer).map(answerLine);
    if (answers.length > 0) await write(output, answers);
  }
  const rest = reader.rest();
  if (rest !== null) await write(output, [answerLine(rest)]);
}

function answerLine(line: string | typeof TOO_LONG): Answer {
  try {
    if (line === TOO_LONG) throw new BelfryError('too-large', 'A line is at most 1 MiB.');
    const { schedule, tz, from, count } = parse(line);
    const reading = read({
      schedule,
      zone: tz ?? undefined,
      from: from === undefined || from === null ? null : instant(from, tz),
      count: count ?? undefined,
    });
    return { ok: true, next: reading.next.map(({ at }) => iso(at)) };
  } catch (error) {
    if (error instanceof BelfryError) return { ok: false, error: inTheirWords(error) };
    return { ok: false, error: { code: 'internal', message: 'This schedule cannot be worked out.' } };
  }
}

function parse(line: string): Record<string, unknown> {
  checkText(line);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BelfryError('invalid', 'This line is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BelfryError('invalid', 'A line is a JSON object {"schedule","tz","from","count"}.');
  }
  return value as Record<string, unknown>;
}

function instant(from: unknown, tz: unknown): number {
  const at = typeof from === 'string' ? readInstant(from, typeof tz === 'string' ? tz : systemZone()) : null;
  if (at === null)
    throw new BelfryError('invalid', 'from is a date in ISO 8601, such as 2026-03-01T09:30:00Z.', 'from');
  return at;
}

/** The contract calls `zone` what the line calls `tz`. */
function inTheirWords(error: BelfryError): ErrorBody {
  const body = error.toBody();
  return body.field === 'zone' ? { ...body, field: 'tz' } : body;
}

async function write(output: Writable, answers: Answer[]): Promise<void> {
  if (!output.write(`${answers.map((answer) => JSON.stringify(answer)).join('\n')}\n`)) await once(output, 'drain');
}
