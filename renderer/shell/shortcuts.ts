import { useEffect } from 'react';
import type { SchedulerStatus } from '#contract/api.ts';
import { FOREVER } from '#contract/time.ts';
import { onMac } from '../api.ts';
import { pauseUntil, resume } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { client, keys } from '../state/queries.ts';

const PLACES: Record<string, string> = { 1: '/', 2: '/jobs', 3: '/history', n: '/jobs/new', ',': '/settings' };

/** True where typing means text, not a command. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input:not([type=radio]), textarea, select, [contenteditable=true]')
  );
}

/** True when Ctrl, or ⌘ on macOS, is held. */
export const hasMod = (event: { ctrlKey: boolean; metaKey: boolean }): boolean =>
  onMac() ? event.metaKey : event.ctrlKey;

/** The keys that work everywhere. */
export function useShortcuts(): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (hasMod(event)) return heardWithMod(event);
      if (event.key === 'F5') event.preventDefault();
      if (event.key === '/' && !isTyping(event.target)) {
        const field = document.querySelector<HTMLInputElement>('[data-filter-field]');
        if (!field) return;
        event.preventDefault();
        field.focus();
        field.select();
      }
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
}

function heardWithMod(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  const place = event.shiftKey || event.altKey ? undefined : PLACES[key];
  if (place !== undefined) {
    event.preventDefault();
    navigate(place);
  } else if (key === 'p' && event.shiftKey) {
    event.preventDefault();
    const paused = client.getQueryData<SchedulerStatus>(keys.scheduler)?.pause;
    void (paused ? resume() : pauseUntil(FOREVER));
  } else if (key === 'r') {
    // A page that reloads would look like a crash.
    event.preventDefault();
  }
}
