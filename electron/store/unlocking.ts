import { BelfryError } from '#contract/error.ts';
import type { KeyStore, Timers } from '#core/ports.ts';

/** How often (ms) a key store is looked at that a person may unlock at any time, while a secret waits for it. */
const LOOK_MS = 10_000;
/** How long (ms) a start waits for a key store of which nobody knows whether it is locked: an open one answers sooner. */
const START_MS = 2_000;

const STAYS_LOCKED = 'The key store is locked, or not set up yet. Unlock it, then try again.';

export interface UnlockingParts {
  system: KeyStore;
  timers: Timers;
  /** It is known to be open now: it asks nobody any more. */
  opened: () => void;
  /** Whether a secret waits for it. */
  waited: () => boolean;
}

/** Finds out whether the system's key store may be asked at once, and has a person asked where it may not. */
export function unlocking({ system, timers, opened, waited }: UnlockingParts) {
  let isOpen = false;
  let asking: Promise<void> | null = null;
  /** Resolves to whether it is locked; null = that cannot be told. */
  const look = async (): Promise<boolean | null> => {
    if (isOpen) return false;
    const isLocked = await system.isLocked();
    if (isLocked !== false || isOpen) return isLocked;
    isOpen = true;
    opened();
    return false;
  };
  const unlock = async (): Promise<void> => {
    if ((await look()) === false) return;
    // One question, however many wait for the answer.
    asking ??= system.unlock().finally(() => {
      asking = null;
    });
    await asking;
    if ((await look()) !== false) throw new BelfryError('unavailable', STAYS_LOCKED);
  };
  return {
    look,
    unlock,
    get isOpen() {
      return isOpen;
    },
    /** Looks now, has a person asked, and goes on looking while a secret waits. Never rejects. */
    watch: async (): Promise<void> => {
      if (!waited()) return;
      const isLocked = await look();
      if (isLocked === false) return;
      const answered = unlock().catch(() => {});
      const cancel = timers.every(LOOK_MS, () => void look().then(() => waited() || cancel()));
      if (isLocked === null)
        await Promise.race([answered, new Promise<void>((resolve) => timers.after(START_MS, resolve))]);
    },
  };
}
