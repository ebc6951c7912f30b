import '../editor/editor.css';
import { type FocusEvent, useEffect, useRef, useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { Settings } from '#contract/settings.ts';
import { ask } from '../api.ts';
import { asOfFields, FIELD, VariableFields } from '../editor/EnvironmentFields.tsx';
import { environmentOf, environmentRows, type VariableText } from '../editor/environment-form.ts';
import { client, keys } from '../state/queries.ts';
import { text } from './text.ts';

/** Variables of all jobs. Saved on leaving a field, and when one goes. */
export function Variables({ values: { variables: saved } }: { values: Settings }) {
  const { rows, put, save, error } = useVariables(saved);
  /** Leaving a name for its value has not finished the row. */
  const left = ({ target, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!target.closest('.variable')?.contains(relatedTarget)) void save();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears what its fields do.
    <div className="shared-variables" onBlur={left} onKeyDown={({ key }) => key === 'Enter' && void save()}>
      <p className="meta note">{text.variables.note}</p>
      <VariableFields rows={rows} onRows={put} error={error} />
      {error && !error.field?.startsWith(FIELD) && (
        <p className="problem" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}

function useVariables(saved: Record<string, string>) {
  const [rows, setRows] = useState(() => environmentRows(saved));
  const [error, setError] = useState<BelfryError | null>(null);
  /** What the rows were when they were last saved or read: only what differs from it is a person's edit. */
  const known = useRef(saved);
  useEffect(() => {
    if (isSame(saved, known.current)) return;
    known.current = saved;
    setRows(environmentRows(saved));
  }, [saved]);
  const save = async (typed = rows) => {
    try {
      const variables = environmentOf(typed);
      setError(null);
      if (isSame(variables, known.current)) return;
      known.current = variables;
      client.setQueryData(keys.settings, await ask('settings.set', { variables }));
    } catch (refused) {
      known.current = saved;
      setError(asOfFields(refused));
    }
  };
  const latest = useRef(save);
  latest.current = save;
  // Keys lead elsewhere without leaving the field first.
  useEffect(() => () => void latest.current(), []);
  const put = (next: VariableText[]) => {
    const isFewer = next.length < rows.length;
    setRows(next);
    if (isFewer) void save(next);
  };
  return { rows, put, save, error };
}

const isSame = (one: Record<string, string>, other: Record<string, string>) =>
  JSON.stringify(Object.entries(one)) === JSON.stringify(Object.entries(other));
