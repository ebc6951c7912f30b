import { BelfryError } from '#contract/error.ts';
import type { Launcher } from './launcher.ts';
import type { Clock, StagedRestore } from './ports.ts';
import type { Scheduler } from './scheduler.ts';

export interface RestoreParts {
  clock: Clock;
  scheduler: Pick<Scheduler, 'exchange'>;
  launcher: Pick<Launcher, 'running' | 'drain' | 'quiet'>;
  /** Lets no further request in and resolves when those under way are done; call the result to let them in again. */
  holdRequests: () => Promise<() => void>;
  /** The ledger is another one, and its jobs are armed; nobody has asked it anything yet. */
  onReplaced: () => Promise<void>;
}

/**
 * Puts a staged copy in the ledger's place under the running application. Returns the file that the ledger was before.
 * @throws BelfryError `conflict` while runs go on, unless it may wait for them
 */
export async function restore(staged: StagedRestore, wait: boolean, parts: RestoreParts): Promise<string> {
  const { scheduler, launcher } = parts;
  if (!wait) refuseWhileRunning(launcher);
  let release = () => {};
  let before = '';
  try {
    await scheduler.exchange(async () => {
      if (wait) await launcher.quiet();
      release = await parts.holdRequests();
      await launcher.drain();
      refuseWhileRunning(launcher);
      before = await staged.commit(parts.clock.now());
    });
    await parts.onReplaced();
    return before;
  } finally {
    release();
    await staged.discard();
  }
}

function refuseWhileRunning({ running }: RestoreParts['launcher']): void {
  if (running.length === 0) return;
  const jobs = [...new Set(running.map(({ job }) => `“${job}”`))];
  const named = jobs.length > 3 ? `${jobs.slice(0, 3).join(', ')} and ${jobs.length - 3} more` : jobs.join(', ');
  const verb = jobs.length === 1 ? 'is' : 'are';
  throw new BelfryError('conflict', `${named} ${verb} running. Let them end or stop them, then restore.`);
}
