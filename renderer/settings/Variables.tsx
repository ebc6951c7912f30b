import '../editor/editor.css';
import type { FocusEvent } from 'react';
import type { Settings } from '#contract/settings.ts';
import { FIELD, VariableFields } from '../editor/EnvironmentFields.tsx';
import { Button } from '../ui/Button.tsx';
import { text } from './text.ts';
import { useVariables } from './use-variables.ts';

/** Variables of all jobs. Saved on leaving a field, and when one goes. */
export function Variables({ values: { variables: saved } }: { values: Settings }) {
  const { rows, put, save, error, restored, discard } = useVariables(saved);
  /** Leaving a name for its value has not finished the row. */
  const left = ({ target, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!target.closest('.variable')?.contains(relatedTarget)) void save();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears what its fields do.
    <div className="shared-variables" onBlur={left} onKeyDown={({ key }) => key === 'Enter' && void save()}>
      <p className="meta note">{text.variables.note}</p>
      {restored && (
        <div className="draft-offer" role="status">
          <span>{text.variables.unsaved}</span>
          <Button small onClick={() => void save()}>
            {text.variables.save}
          </Button>
          <Button small look="quiet" onClick={discard}>
            {text.variables.discard}
          </Button>
        </div>
      )}
      <VariableFields rows={rows} onRows={put} error={error} />
      {error && !error.field?.startsWith(FIELD) && (
        <p className="problem" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
