import { once } from 'node:events';
import type { Command } from 'commander';
import type { OutputChunk } from '#contract/run.ts';
import type { Client } from '#doors/client.ts';
import { FAILED, UsageError } from './failure.ts';
import { followOutput } from './follow.ts';
import { latestRun } from './named-run.ts';
import { addCommand, type Session } from './session.ts';
import { sizeText } from './sizes.ts';
import { plain } from './table.ts';

/** Prints a part; resolves when the reader has taken it. */
export type Print = (chunks: OutputChunk[], dropped: number) => Promise<void>;

interface LogOptions {
  follow?: boolean;
  raw?: boolean;
  environment?: boolean;
  attempt?: number;
}

/** `logs`: what a run printed, its stdout to stdout and its stderr to stderr. */
export function addLogsCommand(program: Command): void {
  addCommand<[string, LogOptions]>(
    program,
    'logs <run>',
    'what a run printed, in its latest attempt; a job’s name means its latest run',
    async (session, named, { follow, raw, environment, attempt }) => {
      const client = await session.client();
      const id = await latestRun(client, named);
      if (environment) return printEnvironment(session, client, id, attempt);
      if (follow) {
        const run = await followOutput(session, id, session.json ? printLines : raw ? printBytes : printText());
        return run.status === 'success' ? undefined : FAILED;
      }
      const print = session.json ? null : raw ? printBytes : printText();
      const all: OutputChunk[] = [];
      for (let afterSeq = -1, more = true; more; ) {
        const part = await client.request('runs.output', { id, attempt, afterSeq });
        // Later parts are of the same attempt, even when a new one has begun meanwhile.
        attempt ??= part.chunks[0]?.attempt;
        if (print) await print(part.chunks, part.dropped);
        else all.push(...part.chunks);
        more = part.more;
        afterSeq = part.chunks.at(-1)?.seq ?? afterSeq;
      }
      if (!print) session.print(all, () => '');
      return undefined;
    },
  )
    .option('--follow', 'go on until the run ends; exits with 1 unless it succeeded; JSON comes a line a piece')
    .option('--raw', 'the very bytes, without a word about what was left out')
    .option('--attempt <n>', 'of this attempt', readAttempt)
    .option('--environment', 'what it was started with instead: variables, folder, shell');
}

function readAttempt(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError('Give --attempt a whole number from 1 on.', 'attempt');
  return Number(text);
}

async function printEnvironment(
  session: Session,
  client: Client,
  id: number,
  attempt: number | undefined,
): Promise<undefined> {
  const environment = await client.request('runs.environment', { id, attempt });
  session.print(environment, () => {
    const { variables, workingDirectory, shell } = environment;
    const lines = variables.map(
      ({ name, value, from }) => `${plain(`${name}=${value}`)}${from === 'login' ? '' : `  (${from})`}`,
    );
    return [`Folder  ${plain(workingDirectory)}`, ...(shell ? [`Shell   ${plain(shell)}`] : []), '', ...lines].join(
      '\n',
    );
  });
}

/** Says where the cap on output left a gap. */
function printText(): Print {
  let next = 0;
  return async (chunks, dropped) => {
    for (const { seq, stream, text } of chunks) {
      if (seq > next && dropped > 0) {
        process.stderr.write(
          `belfry: Output was left out here, ${sizeText(dropped)} are not shown: they were not kept.\n`,
        );
      }
      next = seq + 1;
      await write(stream, text);
    }
  };
}

async function printBytes(chunks: OutputChunk[]): Promise<void> {
  for (const { stream, text, base64 } of chunks) {
    await write(stream, base64 === undefined ? text : Buffer.from(base64, 'base64'));
  }
}

async function printLines(chunks: OutputChunk[]): Promise<void> {
  for (const chunk of chunks) await write('stdout', `${JSON.stringify(chunk)}\n`);
}

async function write(stream: 'stdout' | 'stderr', what: string | Uint8Array): Promise<void> {
  if (!process[stream].write(what)) await once(process[stream], 'drain');
}
