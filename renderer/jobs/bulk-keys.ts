import type { JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import { removeAll, runAll, setAllEnabled } from '../state/bulk.ts';
import { pauseUntil } from '../state/pauses.ts';

/** What a key (as keyName says it) does to all chosen jobs; undefined for keys that mean one job only. */
export function bulkOfKey(key: string, jobs: readonly JobSummary[]): (() => void) | undefined {
  switch (key) {
    case 'r':
      return () => void runAll(jobs);
    case 'p':
      return () => void pauseUntil(FOREVER, jobs);
    case 'space':
      return () =>
        void setAllEnabled(
          jobs,
          jobs.some(({ enabled }) => !enabled),
        );
    case 'delete':
      return () => void removeAll(jobs);
    default:
      return undefined;
  }
}
