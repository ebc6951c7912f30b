/** The arrow keys that lead on and back where words are read, as keyName says them. Time runs to the right everywhere. */
export const arrows = (): { on: 'arrowright' | 'arrowleft'; back: 'arrowright' | 'arrowleft' } =>
  globalThis.document?.dir === 'rtl'
    ? { on: 'arrowleft', back: 'arrowright' }
    : { on: 'arrowright', back: 'arrowleft' };
