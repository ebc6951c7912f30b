import { powerMonitor } from 'electron';

/** Signs of one wake come close together, and some systems give the same one twice (ms). */
const ONE_WAKE_MS = 10_000;

export interface PowerParts {
  onSuspend: () => void;
  onResume: () => void;
  /** Somebody came back, and the computer had not slept. */
  onUnlock: () => void;
}

/** Tells of sleep and waking; the clock watch would notice by itself, this is the faster path. */
export function watchPower({ onSuspend, onResume, onUnlock }: PowerParts): void {
  let asleep = false;
  let wokeAt = Number.NEGATIVE_INFINITY;
  const wake = () => {
    const again = !asleep && performance.now() - wokeAt < ONE_WAKE_MS;
    asleep = false;
    if (again) return;
    wokeAt = performance.now();
    onResume();
  };
  powerMonitor.on('suspend', () => {
    if (!asleep) onSuspend();
    asleep = true;
  });
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', () => (asleep ? wake() : onUnlock()));
}
