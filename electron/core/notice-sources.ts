import type { RunStatus } from '#contract/run.ts';
import type { NoticesParts } from './notices.ts';
import type { Store } from './ports.ts';

const TAIL_LINES = 40;
const ENDS: RunStatus[] = ['success', 'failed', 'timed-out'];
/** Fewer successes say nothing about what is usual. */
const ENOUGH = 3;

/** What notices ask the ledger. */
export function noticeSources(
  store: Pick<Store, 'runs' | 'jobs' | 'output' | 'deliveries'>,
): Pick<NoticesParts, 'usualMs' | 'before' | 'tail' | 'deliveries'> {
  return {
    deliveries: store.deliveries,
    usualMs: async (jobId) => {
      const recent = (await store.jobs.summaries([jobId]))[0]?.recent ?? [];
      const took = recent.flatMap(({ status, startedAt, finishedAt }) =>
        status === 'success' && startedAt !== null && finishedAt !== null ? [finishedAt - startedAt] : [],
      );
      return took.length < ENOUGH ? null : (took.sort((a, b) => a - b)[Math.floor(took.length / 2)] as number);
    },
    before: async ({ id, jobId }) => {
      const { runs } = await store.runs.list({ job: jobId, status: ENDS, limit: 2 });
      return runs.find((run) => run.id !== id)?.status ?? null;
    },
    tail: async (runId) => {
      const { chunks } = await store.output.read(runId, undefined, -1);
      const text = chunks.map((chunk) => chunk.text).join('');
      return text.split('\n').slice(-TAIL_LINES).join('\n');
    },
  };
}
