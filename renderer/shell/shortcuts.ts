import { useEffect } from 'react';
import { keyTable } from '../keys/table.ts';
import { type KeyMap, keyName, useKeys } from '../ui/keys.ts';

const everywhere: KeyMap = Object.fromEntries(
  keyTable.flatMap(({ keys, run }) => (run ? keys.map((key) => [key, run]) : [])),
);

/** The keys that work everywhere. */
export function useShortcuts(): void {
  useKeys(everywhere);
  useEffect(() => {
    window.addEventListener('keydown', keepPage);
    return () => window.removeEventListener('keydown', keepPage);
  }, []);
}

/** A page that reloads would look like a crash. */
function keepPage(event: KeyboardEvent): void {
  if (['mod+r', 'mod+shift+r', 'f5', 'mod+f5', 'shift+f5'].includes(keyName(event))) event.preventDefault();
}
