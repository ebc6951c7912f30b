import { type RefObject, useEffect, useState } from 'react';

/** For fields that open first, such as those of another tab. */
const OPENED_MS = 50;
const AROUND = '.text-input, .labelled, .trigger, .code-folder, [role=tabpanel], .editor-fields';
const FIELD = 'input, select, textarea, button';

/**
 * Moves the focus to the field that a refusal is said at.
 * @returns true when no field says it, so that the form must
 */
export function useRefusal(error: Error | null, form: RefObject<HTMLElement | null>): boolean {
  const [unplaced, setUnplaced] = useState(false);
  useEffect(() => {
    setUnplaced(false);
    if (!error) return;
    const timer = setTimeout(() => {
      const said = [...(form.current?.querySelectorAll('.problem:not(.editor-general)') ?? [])];
      const at = said.find(({ textContent }) => textContent === error.message)?.closest(AROUND);
      const field = at?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? at?.querySelector<HTMLElement>(FIELD);
      field?.focus({ preventScroll: true });
      field?.scrollIntoView({ block: 'center' });
      setUnplaced(at === undefined || at === null);
    }, OPENED_MS);
    return () => clearTimeout(timer);
  }, [error, form]);
  return unplaced;
}
