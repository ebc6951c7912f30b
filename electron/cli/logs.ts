import { once } from 'node:events';
import type { Command } from 'commander';
import type { EventPayload } from '#contract/api.ts';
import type { OutputChunk, Run } from '#contract/run.ts';
import type { Client } from '#doors/client.ts';
import { FAILED, UsageError } from './failure.ts';
import { gone, isEnded } from './run.ts';
import { addCommand, runId, type Session } from './session.ts';
import { plain } from './table.ts';

type Print = (chunks: OutputChunk[], dropped: number) => Promise<void>;

/** `logs`: what a run printed, its stdout to stdout and its stderr to stderr. */
export function addLogsCommand(program: Command): void {
  addCommand<[string, { follow?: boolean; environment?: boolean; attempt?: number }]>(
    program,
    'logs <run>',
    'what a run printed, in its latest attempt',
    async (session, text, { follow, environment, attempt }) => {
      const id = runId(text);
      const client = await session.client();
      if (environment) return printEnvironment(session, client, id, attempt);
      if (follow) {
        const run = await followOutput(client, id, session.json ? printLines : printText());
        return run.status === 'success' ? undefined : FAILED;
      }
      const { chunks, dropped } = await client.request('runs.output', { id, attempt });
      if (session.json) session.print(chunks, () => '');
      else await printText()(chunks, dropped);
      return undefined;
    },
  )
    .option('--follow', 'go on until the run ends; exits with 1 unless it succeeded; JSON comes a line a piece')
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

/** Prints what there is and what comes until the run ends; resolves to its row. */
async function followOutput(client: Client, id: number, print: Print): Promise<Run> {
  const news = { attempt: 0, output: false, end: null as Run | null, wake: () => {} };
  await client.subscribe(['run.output', 'runs.changed'], (name, payload) => {
    if (name === 'run.output') {
      const output = payload as EventPayload<'run.output'>;
      if (output.id !== id) return;
      news.output = true;
      news.attempt = Math.max(news.attempt, output.chunks.at(-1)?.attempt ?? 0);
    } else {
      news.end ??= (payload as Run[]).find((row) => row.id === id && isEnded(row)) ?? null;
    }
    news.wake();
  });
  const tail = createTail(client, id, print);
  await tail(0);
  const { run } = await client.request('runs.get', { id });
  if (isEnded(run)) news.end = run;
  const away = gone(client);
  away.catch(() => {});
  while (news.output || !news.end) {
    if (news.output) {
      news.output = false;
      await tail(news.attempt);
    } else {
      const woken = new Promise<void>((resolve) => {
        news.wake = resolve;
      });
      await Promise.race([woken, away]);
    }
  }
  await tail(news.end.attempt);
  return news.end;
}

/**
 * Prints what is stored since the last call, up to the attempt given. Events only say that there is more: of a flood
 * they carry the newest part alone.
 */
function createTail(client: Client, id: number, print: Print): (attempt: number) => Promise<void> {
  let at: { attempt: number; seq: number } | null = null;
  const read = async () => {
    const { chunks, dropped } = await client.request('runs.output', { id, attempt: at?.attempt, afterSeq: at?.seq });
    await print(chunks, dropped);
    at = chunks.at(-1) ?? at;
  };
  return async (attempt) => {
    await read();
    if (at && attempt > at.attempt) {
      at = { attempt, seq: -1 };
      await read();
    }
  };
}

/** Says where the cap on output left a gap. */
function printText(): Print {
  let next = 0;
  return async (chunks, dropped) => {
    for (const { seq, stream, text } of chunks) {
      if (seq > next && dropped > 0) {
        process.stderr.write(`belfry: Output was left out here, ${dropped} bytes are beyond its limit.\n`);
      }
      next = seq + 1;
      if (!process[stream].write(text)) await once(process[stream], 'drain');
    }
  };
}

async function printLines(chunks: OutputChunk[]): Promise<void> {
  for (const chunk of chunks) {
    if (!process.stdout.write(`${JSON.stringify(chunk)}\n`)) await once(process.stdout, 'drain');
  }
}
