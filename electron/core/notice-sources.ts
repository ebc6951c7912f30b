import type { RunStatus } from '#contract/run.ts';
import type { NoticesParts } from './notices.ts';
import type { Store } from './ports.ts';

const TAIL_LINES = 40;
const TAIL_BYTES = 64 * 1024;
const ENDS: RunStatus[] = ['success', 'failed', 'timed-out'];
/** Fewer successes say nothing about what is usual. */
const ENOUGH = 3;

/** What notices ask the ledger. */
export function noticeSources(
  store: Pick<Store, 'runs' | 'jobs' | 'output' | 'deliveries'>,
): Pick<NoticesParts, 'usualMs' | 'before' | 'tail' | 'deliveries'> {
  return {
    // Asked anew each time: a restore puts another ledger in its place.
    deliveries: {
      add: (runId, delivery) => store.deliveries.add(runId, delivery),
      of: (runId) => store.deliveries.of(runId),
    },
    usualMs: async (jobId) => {
      const usual = (await store.jobs.summaries([jobId]))[0]?.usual;
      return usual && usual.count >= ENOUGH ? usual.medianMs : null;
    },
    before: async ({ id, jobId }) => {
      const { runs } = await store.runs.list({ job: jobId, status: ENDS, limit: 2 });
      return runs.find((run) => run.id !== id)?.status ?? null;
    },
    tail: async (runId) => {
      const { chunks } = await store.output.read(runId, undefined, -1, { from: 'end', limitBytes: TAIL_BYTES });
      const text = chunks.map((chunk) => chunk.text).join('');
      return text.split('\n').slice(-TAIL_LINES).join('\n');
    },
  };
}
