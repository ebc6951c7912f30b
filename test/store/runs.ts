import type { RunStatus } from '#contract/run.ts';
import { connect } from '#store/connection.ts';
import type { OpenStore } from '#store/index.ts';

interface Given {
  status?: RunStatus;
  error?: string | null;
  output?: string | Uint8Array;
  at?: number;
  ms?: number;
  attempts?: number;
}

let clock = 1_000_000;
const nextAt = () => {
  clock += 1000;
  return clock;
};

/** Adds a run that has ended (or not, as its status says) and returns its id. */
export async function addRun(store: OpenStore, jobId: number, given: Given): Promise<number> {
  const { status = 'success', error = null, output, at = nextAt(), ms = 500 } = given;
  const isOff = status === 'missed' || status === 'skipped';
  const [run] = await store.settle({
    ...{ cursors: [], nextRuns: [] },
    runs: [
      {
        ...{ jobId, triggerId: null, dueAt: at, dueUntil: at, count: 1, attempts: 1, reason: null },
        ...{ status: isOff ? status : 'running', cause: 'by-hand', startedAt: isOff ? null : at },
      },
    ],
  });
  const id = run?.id as number;
  if (output !== undefined) {
    const writer = store.output.open(id, 1, 10 * 1024 * 1024, () => {});
    writer.write('stdout', typeof output === 'string' ? Buffer.from(output) : output, 1);
    await writer.close();
  }
  if (!isOff && status !== 'running') await store.patchRun(id, { status, error, finishedAt: at + ms });
  return id;
}

/** Resolves when every run that has ended is in the full-text index. */
export async function indexed(folder: string): Promise<void> {
  const raw = await connect(`${folder}/belfry.sqlite`, 'read');
  const left = () =>
    raw.all("SELECT 1 FROM runs WHERE indexed IS NULL AND status NOT IN ('running', 'queued') LIMIT 1");
  for (const end = Date.now() + 15_000; (await left()).length > 0; ) {
    if (Date.now() > end) throw new Error('The index was never done.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await raw.close();
}
