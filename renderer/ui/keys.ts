import { useEffect, useRef } from 'react';

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const EDITABLE = 'input, textarea, select, [contenteditable="true"]';

/** "mod+shift+p", "j", "arrowdown": mod is Ctrl, or ⌘ on macOS. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey;
  // The shift of "?" is part of its name.
  const shift = event.shiftKey && (mod || key.length > 1 || /[a-z]/.test(key));
  return [mod && 'mod', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+');
}

/** Keys of a screen. Plain keys rest while someone types, a menu or a dialog is open; those with mod do not. */
export function useKeys(map: KeyMap): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = keyName(event);
      const act = latest.current[name];
      if (!act || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const target = event.target as HTMLElement;
      if (!name.startsWith('mod+') && name !== 'escape' && target.closest(EDITABLE)) return;
      // A button that has the focus keeps Enter and Space.
      if ((name === 'enter' || name === 'space') && target.closest('button, a, summary')) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
