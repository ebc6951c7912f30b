import { powerMonitor } from 'electron';

export interface PowerParts {
  onSuspend: () => void;
  onResume: () => void;
  /** Somebody came back, and the computer had not slept. */
  onUnlock: () => void;
}

/** Tells of sleep and waking; the clock watch would notice by itself, this is the faster path. */
export function watchPower({ onSuspend, onResume, onUnlock }: PowerParts): void {
  let state: 'awake' | 'asleep' | 'told' = 'awake';
  powerMonitor.on('suspend', () => {
    state = 'asleep';
    onSuspend();
  });
  powerMonitor.on('resume', () => {
    // One wake is told once, by whichever sign of it comes first.
    if (state !== 'told') onResume();
    state = 'awake';
  });
  powerMonitor.on('unlock-screen', () => {
    if (state !== 'asleep') return onUnlock();
    state = 'told';
    onResume();
  });
}
