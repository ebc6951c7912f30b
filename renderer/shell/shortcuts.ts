import { useEffect } from 'react';
import type { SchedulerStatus } from '#contract/api.ts';
import { FOREVER } from '#contract/time.ts';
import { pauseUntil, resume } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { client, keys } from '../state/queries.ts';
import { keyName, useKeys } from '../ui/keys.ts';

/** The keys that work everywhere. */
export function useShortcuts(): void {
  useKeys({
    'mod+1': () => navigate('/'),
    'mod+2': () => navigate('/jobs'),
    'mod+3': () => navigate('/history'),
    'mod+n': () => navigate('/jobs/new'),
    'mod+,': () => navigate('/settings'),
    'mod+shift+p': pauseOrResumeAll,
    '/': () => document.querySelector<HTMLInputElement>('[data-filter-field]')?.select(),
  });
  useEffect(() => {
    window.addEventListener('keydown', keepPage);
    return () => window.removeEventListener('keydown', keepPage);
  }, []);
}

/** Pauses everything until resumed, or resumes. */
export function pauseOrResumeAll(): void {
  const paused = client.getQueryData<SchedulerStatus>(keys.scheduler)?.pause;
  void (paused ? resume() : pauseUntil(FOREVER));
}

/** A page that reloads would look like a crash. */
function keepPage(event: KeyboardEvent): void {
  if (['mod+r', 'mod+shift+r', 'f5', 'mod+f5'].includes(keyName(event))) event.preventDefault();
}
