import { Select } from '../ui/Select.tsx';
import type { FieldsProps } from './fields.tsx';
import { Labelled, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { text } from './text.ts';

const BY = [
  ['shell', text.by.shell],
  ['program', text.by.program],
] as const;

/** A line for the user's shell, or a program with arguments. */
export function CommandFields({ form, set, error }: FieldsProps) {
  return (
    <>
      {form.by === 'shell' ? (
        <TextArea
          mono
          label={text.command}
          rows={Math.min(8, Math.max(2, form.line.split('\n').length))}
          placeholder={text.commandHint}
          value={form.line}
          problem={problemAt(error, 'action')}
          onText={(line) => set({ line })}
        />
      ) : (
        <>
          <TextInput
            mono
            label={text.program}
            placeholder={text.programHint}
            value={form.program}
            problem={problemAt(error, 'action.run.program')}
            onText={(program) => set({ program })}
          />
          <TextArea
            mono
            rows={3}
            label={text.args}
            placeholder={text.args}
            value={form.args}
            problem={problemAt(error, 'action.run.args')}
            onText={(args) => set({ args })}
          />
        </>
      )}
      <div className="pair">
        <Labelled label={text.how}>
          <Select label={text.how} value={form.by} options={BY} onChange={(by) => set({ by })} />
        </Labelled>
        <Labelled label={text.folder}>
          <TextInput
            mono
            label={text.folder}
            placeholder={text.folderHint}
            value={form.workingDirectory}
            problem={problemAt(error, 'workingDirectory')}
            onText={(workingDirectory) => set({ workingDirectory })}
          />
        </Labelled>
      </div>
    </>
  );
}
