import { useEffect, useRef, useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { ask } from '../api.ts';
import { asOfFields } from '../editor/EnvironmentFields.tsx';
import { environmentOf, environmentRows, type VariableText } from '../editor/environment-form.ts';
import { refusals } from '../editor/refusal-text.ts';
import { client, keys } from '../state/queries.ts';
import { isSame, keepTyped, typedOver } from './typed-variables.ts';

const PAUSE_MS = 250;

/** Rows of variables over those `saved`. What is typed outlives a window that goes, and is then `restored`. */
export function useVariables(saved: Record<string, string>) {
  const [before] = useState(() => typedOver(saved));
  const [rows, setRows] = useState(() => before ?? environmentRows(saved));
  const [restored, setRestored] = useState(before !== null);
  const [error, setError] = useState<BelfryError | null>(null);
  /** What the rows were when they were last saved or read: only what differs from it is a person's edit. */
  const known = useRef(saved);
  useEffect(() => {
    if (isSame(saved, known.current)) return;
    known.current = saved;
    setRestored(false);
    setRows(environmentRows(saved));
  }, [saved]);
  useKept(rows, saved);
  const save = async (typed = rows) => {
    try {
      const variables = environmentOf(typed);
      setError(null);
      if (!isSame(variables, known.current)) {
        known.current = variables;
        client.setQueryData(keys.settings, await ask('settings.set', { variables }));
      }
      keepTyped(typed, variables);
      setRestored(false);
    } catch (refused) {
      known.current = saved;
      keepTyped(typed, saved);
      setError(asOfFields(refused));
    }
  };
  const leave = useRef(save);
  // Of what was restored nobody has said yet that it is wanted.
  leave.current = restored ? async () => {} : save;
  // Keys lead elsewhere without leaving the field first.
  useEffect(() => () => void leave.current(), []);
  const put = (next: VariableText[]) => {
    const isFewer = next.length < rows.length;
    setRows(next);
    if (isFewer) void save(next);
  };
  const discard = () => {
    setRestored(false);
    setError(null);
    setRows(environmentRows(saved));
  };
  return { rows, put, save, error, restored, discard };
}

/** Keeps rows until they are saved, so that quitting in the midst of them loses nothing. */
function useKept(rows: VariableText[], saved: Record<string, string>): void {
  useEffect(() => {
    keepTyped(rows, saved);
    // Without it, what was typed in the last seconds would be lost with a process that is killed.
    const flush = () =>
      void ask('window.control', { action: 'keep' }).catch((error) => console.error(refusals.draftNotKept, error));
    const timer = setTimeout(flush, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [rows, saved]);
}
