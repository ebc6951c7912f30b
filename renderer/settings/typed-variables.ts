import { environmentOf, type VariableText } from '../editor/environment-form.ts';
import { newKey } from '../editor/keys.ts';
import { refusals } from '../editor/refusal-text.ts';

const KEY = 'belfry.variables.1';

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Variables = Record<string, string>;

/** Whether both hold the same, in the same order. */
export const isSame = (one: Variables, other: Variables): boolean =>
  JSON.stringify(Object.entries(one)) === JSON.stringify(Object.entries(other));

/** Whether rows say something else than what is saved, or nothing that can be. */
export function isUnsaved(rows: VariableText[], saved: Variables): boolean {
  try {
    return !isSame(environmentOf(rows), saved);
  } catch {
    return true;
  }
}

/** Keeps what is typed over the variables `saved` in the window's own storage; what says the same as they do goes. */
export function keepTyped(rows: VariableText[], saved: Variables, storage: Kept = localStorage): void {
  try {
    if (!isUnsaved(rows, saved)) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify({ over: saved, rows: rows.map(({ name, value }) => ({ name, value })) }));
  } catch (error) {
    // A full storage must not stop the typing.
    console.error(refusals.draftNotKept, error);
  }
}

/** What was typed over just these variables and never saved; null = nothing, or others were saved since. */
export function typedOver(saved: Variables, storage: Kept = localStorage): VariableText[] | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    const { over, rows } = (kept ?? {}) as { over?: Variables; rows?: unknown };
    if (!over || !isSame(over, saved) || !Array.isArray(rows)) return null;
    return rows.map(({ name, value }) => ({ key: newKey(), name: String(name), value: String(value) }));
  } catch {
    return null;
  }
}
