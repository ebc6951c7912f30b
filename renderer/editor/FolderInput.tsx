import { IconFolder } from '@tabler/icons-react';
import { useId } from 'react';
import { type FieldsProps, Problem } from './fields.tsx';
import { problemAt } from './form.ts';
import { text } from './text.ts';

/** Where it runs, in the foot of a code field. */
export function FolderInput({ form, set, error }: FieldsProps) {
  const id = useId();
  const problem = problemAt(error, 'workingDirectory');
  return (
    <span className="code-folder">
      <IconFolder size={14} stroke={1.5} aria-hidden />
      <input
        className="mono"
        aria-label={text.folder}
        aria-invalid={problem !== null}
        aria-describedby={problem ? id : undefined}
        title={text.folder}
        placeholder="~"
        spellCheck={false}
        value={form.workingDirectory}
        onChange={(event) => set({ workingDirectory: event.currentTarget.value })}
      />
      <Problem id={id} words={problem} />
    </span>
  );
}
