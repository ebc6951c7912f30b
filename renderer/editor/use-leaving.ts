import { useEffect } from 'react';
import { answer, setGuard, usePending } from '../state/navigation.ts';

/** Asks before the editor is left with `dirty` fields. */
export function useLeaving(dirty: boolean): { asked: boolean; keep: () => void; discard: () => void } {
  useEffect(() => {
    setGuard(dirty ? () => true : null);
    return () => setGuard(null);
  }, [dirty]);
  return { asked: usePending() !== null, keep: () => answer(false), discard: () => answer(true) };
}

/** Lets the next step pass: what was unsaved has been saved. */
export const release = (): void => setGuard(null);
