import { useSyncExternalStore } from 'react';
import { navigate as go, useBrowserLocation } from 'wouter/use-browser-location';

/** Returns true when leaving `from` for `to` must be asked about first. */
type Guard = (from: string, to: string) => boolean;

let guard: Guard | null = null;
let pending: { to: string; replace: boolean } | null = null;
/** Where the window is, with its search: what a refused step back returns to. */
let here = location.pathname + location.search;
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};
const pathOf = (to: string) => to.split(/[?#]/)[0] ?? to;

/** Goes to a path of the window, unless an unsaved draft asks first. */
export function navigate(to: string | URL, options?: { replace?: boolean; state?: unknown }): void {
  const target = String(to);
  if (guard && pathOf(target) !== location.pathname && guard(location.pathname, pathOf(target))) {
    pending = { to: target, replace: options?.replace ?? false };
    tell();
    return;
  }
  go(target, options);
  here = location.pathname + location.search;
}

// Steps back and forward have happened when they are heard: a guarded one is undone before any screen sees it.
window.addEventListener('popstate', () => {
  const target = location.pathname + location.search;
  if (guard && pathOf(target) !== pathOf(here) && guard(pathOf(here), pathOf(target))) {
    history.pushState(null, '', here);
    pending = { to: target, replace: false };
    tell();
    return;
  }
  here = target;
});

/** For wouter's Router: the browser's location with our guarded way of leaving it. */
export const useLocationHook = (): [string, typeof navigate] => [useBrowserLocation()[0], navigate];

/** Sets or clears what asks before a screen is left. */
export function setGuard(next: Guard | null): void {
  guard = next;
}

/** The step that waits for an answer, or null. */
export function usePending(): { to: string } | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => pending,
  );
}

/** Answers the question: leave or stay. */
export function answer(leave: boolean): void {
  const step = pending;
  pending = null;
  if (leave && step) {
    guard = null;
    navigate(step.to, { replace: step.replace });
  }
  tell();
}
