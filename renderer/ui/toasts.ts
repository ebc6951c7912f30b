import { useSyncExternalStore } from 'react';
import { BelfryError } from '#contract/error.ts';

export interface Toast {
  id: number;
  tone: 'refusal' | 'note';
  title: string;
  detail?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
}

const REFUSAL_MS = 10_000;
const NOTE_MS = 5_000;
const MOST = 4;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message for `ms`; returns what takes it away. */
export function toast(message: Omit<Toast, 'id'>, ms = message.tone === 'refusal' ? REFUSAL_MS : NOTE_MS): () => void {
  const id = ++lastId;
  set([...toasts, { ...message, id }].slice(-MOST));
  timers.set(
    id,
    setTimeout(() => dismiss(id), ms),
  );
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(toasts.filter((one) => one.id !== id));
}

/** Says what was refused and why; `action` is the one thing to do about it. */
export function refuse(title: string, error: unknown, action?: Toast['action']): void {
  const detail = error instanceof BelfryError || error instanceof Error ? error.message : String(error);
  toast({ tone: 'refusal', title, detail, action });
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
