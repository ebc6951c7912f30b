import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let current = Date.now();

function tick(): void {
  current = Date.now();
  for (const listener of listeners) listener();
  arm();
}

// A step into the second, so that rounding never shows the second before.
function arm(): void {
  clearTimeout(timer);
  timer = undefined;
  if (listeners.size > 0 && !document.hidden) timer = setTimeout(tick, 1005 - (Date.now() % 1000));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', tick);
    current = Date.now();
  }
  listeners.add(listener);
  if (timer === undefined) arm();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', tick);
    arm();
  };
}

/** What `read` makes of the time (epoch ms), read again each second: one timer for all, none while hidden. */
export function useTick<T extends string | number | boolean | null>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(current));
}
