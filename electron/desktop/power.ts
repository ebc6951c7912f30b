import { powerMonitor } from 'electron';

/** Tells of sleep and waking; the clock watch would notice by itself, this is the faster path. */
export function watchPower(onSuspend: () => void, onResume: () => void): void {
  powerMonitor.on('suspend', onSuspend);
  powerMonitor.on('resume', onResume);
  powerMonitor.on('unlock-screen', onResume);
}
