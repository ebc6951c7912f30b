import { useEffect, useRef } from 'react';
import { onMac } from '../api.ts';

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const EDITABLE = 'input:not([type=radio]), textarea, select, [contenteditable="true"]';

/** "mod+shift+p", "j", "arrowdown": mod is Ctrl, or ⌘ on macOS. */
export function keyName(event: Pressed, mac: boolean = onMac()): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  // The shift of "?" is part of its name.
  const shift = event.shiftKey && (mod || key.length > 1 || /[a-z]/.test(key));
  return [mod && 'mod', other && 'other', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+');
}

/** Keys of a screen. Plain keys rest while someone types; all rest while a menu or a dialog is open. */
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
