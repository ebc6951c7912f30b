import { useUserEnvironment } from '../state/queries.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { CodeField } from './CodeField.tsx';
import { FolderInput } from './FolderInput.tsx';
import { type FieldsProps, Labelled, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { canStopLine, shellName } from './stop-line.ts';
import { text } from './text.ts';

/** A line for the user's shell, or a program with arguments. */
export function CommandFields(props: FieldsProps) {
  const { form, set, error } = props;
  const shell = shellName(useUserEnvironment().data?.shell);
  const by = [
    ['shell', shell ?? text.by.shell],
    ['program', text.by.program],
  ] as const;
  const foot = (
    <>
      <Select look="bare" label={text.how} value={form.by} options={by} onChange={(picked) => set({ by: picked })} />
      <FolderInput {...props} />
      {form.by === 'shell' && (form.stops || canStopLine(shell)) && (
        <span className="code-switch">
          {text.script.stops}
          <Switch label={text.script.stops} on={form.stops} onChange={(stops) => set({ stops })} />
        </span>
      )}
    </>
  );
  if (form.by === 'shell')
    return (
      <CodeField
        label={text.command}
        placeholder={text.commandHint}
        value={form.line}
        tint="shell"
        least={2}
        problem={problemAt(error, 'action')}
        onText={(line) => set({ line })}
        foot={foot}
      />
    );
  return (
    <>
      <TextInput
        mono
        label={text.program}
        placeholder={text.programHint}
        value={form.program}
        problem={problemAt(error, 'action.run.program')}
        onText={(program) => set({ program })}
      />
      <Labelled label={text.args}>
        <TextArea
          mono
          rows={Math.min(8, Math.max(2, form.args.split('\n').length))}
          label={text.args}
          value={form.args}
          problem={problemAt(error, 'action.run.args')}
          onText={(args) => set({ args })}
        />
      </Labelled>
      <div className="field code-field">
        <div className="code-foot">{foot}</div>
      </div>
    </>
  );
}
