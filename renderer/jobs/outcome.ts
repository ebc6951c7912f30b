import type { Run } from '#contract/run.ts';
import { text } from '../ui/text.ts';

/** Why a run ended as it did, in a few words: "exit 1", "asleep"; nothing for a success. */
export function outcome(run: Pick<Run, 'status' | 'exitCode' | 'signal' | 'reason' | 'error'>): string {
  switch (run.status) {
    case 'failed':
      if (run.exitCode !== null) return text.exit(run.exitCode);
      return run.signal !== null ? text.signal(run.signal) : (run.error ?? text.mark.failed.toLowerCase());
    case 'timed-out':
      return text.mark['timed-out'].toLowerCase();
    case 'cancelled':
      return run.reason ? text.reason[run.reason] : text.mark.stopped.toLowerCase();
    case 'interrupted':
      return text.mark['heads-up'].toLowerCase();
    case 'skipped':
    case 'missed':
      return run.reason ? text.reason[run.reason] : run.status;
    case 'queued':
    case 'running':
    case 'success':
      return '';
  }
}
