import type { JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/time.ts';
import { pauseUntil, removeJob, resume, runNow, setEnabled, stopRun } from '../state/actions.ts';
import { isPaused } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';

/** What a key (as keyName says it) does to the job it is pressed on. Returns false for keys that mean nothing here. */
export function jobKey(key: string, job: JobSummary, open: (id: number) => void): boolean {
  switch (key) {
    case 'enter':
      open(job.id);
      return true;
    case 'space':
      void setEnabled(job, !job.enabled);
      return true;
    case 'r':
      void runNow(job);
      return true;
    case 's':
      for (const run of job.live) void stopRun(run);
      return true;
    case 'e':
      navigate(`/jobs/${job.id}/edit`);
      return true;
    case 'p':
      void (isPaused(job, Date.now()) ? resume(job) : pauseUntil(FOREVER, job));
      return true;
    case 'y':
      navigate(`/history?job=${job.id}`);
      return true;
    case 'd':
      navigate(`/jobs/new?from=${job.id}`);
      return true;
    case 'delete':
      void removeJob(job);
      return true;
    default:
      return false;
  }
}
