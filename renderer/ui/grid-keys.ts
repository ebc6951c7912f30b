import { useCallback, useEffect, useRef } from 'react';

/** Moves `data-row` focus by index: lists are one tab stop with arrows inside. */
export function useRowFocus(scrollTo: (index: number) => void) {
  const wanted = useRef<number | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const tryFocus = useCallback(() => {
    if (wanted.current === null) return;
    const row = root.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    wanted.current = null;
  }, []);
  // A virtual row appears only after its scroll has been rendered.
  useEffect(tryFocus);
  const focusRow = (index: number) => {
    wanted.current = index;
    scrollTo(index);
    tryFocus();
  };
  return { root, focusRow };
}
