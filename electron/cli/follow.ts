import { setTimeout as wait } from 'node:timers/promises';
import type { EventPayload } from '#contract/api.ts';
import type { Run } from '#contract/run.ts';
import { type Client, NotRunningError } from '#doors/client.ts';
import type { Print } from './logs.ts';
import { gone, isEnded } from './run.ts';
import type { Session } from './session.ts';

/** A reader that slept too long is dropped by Belfry: it comes back, so often at most, this far apart (ms). */
const COME_BACK = 5;
const COME_BACK_MS = 500;

/** Where in the output the reader stands. */
interface Place {
  attempt: number;
  seq: number;
}

interface Reading {
  client: Client;
  id: number;
  print: Print;
  at: Place | null;
}

/** Prints what there is and what comes until the run ends; resolves to its row. */
export async function followOutput(session: Session, id: number, print: Print): Promise<Run> {
  const reading: Reading = { client: await session.client(), id, print, at: null };
  for (let lost = 0; ; ) {
    const before = reading.at;
    try {
      return await follow(reading);
    } catch (error) {
      if (reading.at !== before) lost = 0;
      if (!(error instanceof NotRunningError) || ++lost > COME_BACK) throw error;
      await wait(COME_BACK_MS);
      const client = await session.reconnect().catch(() => null);
      if (client) reading.client = client;
    }
  }
}

async function follow(reading: Reading): Promise<Run> {
  const { client, id } = reading;
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
  await printNew(reading, 0);
  const { run } = await client.request('runs.get', { id });
  if (isEnded(run)) news.end = run;
  const away = gone(client);
  away.catch(() => {});
  while (news.output || !news.end) {
    if (news.output) {
      news.output = false;
      await printNew(reading, news.attempt);
    } else {
      const woken = new Promise<void>((resolve) => {
        news.wake = resolve;
      });
      await Promise.race([woken, away]);
    }
  }
  await printNew(reading, news.end.attempt);
  return news.end;
}

/**
 * Prints what is stored since the last call, up to the attempt given. Events only say that there is more: of a flood
 * they carry the newest part alone.
 */
async function printNew(reading: Reading, attempt: number): Promise<void> {
  await printParts(reading);
  if (reading.at && attempt > reading.at.attempt) {
    reading.at = { attempt, seq: -1 };
    await printParts(reading);
  }
}

async function printParts(reading: Reading): Promise<void> {
  const { client, id, print } = reading;
  for (let more = true; more; ) {
    const { at } = reading;
    const part = await client.request('runs.output', { id, attempt: at?.attempt, afterSeq: at?.seq });
    await print(part.chunks, part.dropped);
    reading.at = part.chunks.at(-1) ?? at;
    more = part.more;
  }
}
