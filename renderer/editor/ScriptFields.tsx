import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { CodeField } from './CodeField.tsx';
import { FolderInput } from './FolderInput.tsx';
import { type FieldsProps, Labelled, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { canStop, INTERPRETERS, type ScriptForm } from './script-form.ts';
import { text } from './text.ts';

const SHELLS = ['bash', 'sh', 'zsh'];
const OPTIONS = [...INTERPRETERS.map((name) => [name, name] as const), ['other', text.script.other] as const];

/** Several lines for an interpreter. */
export function ScriptFields({ form, set, error }: FieldsProps) {
  const { script } = form;
  const put = (changes: Partial<ScriptForm>) => set({ script: { ...script, ...changes } });
  return (
    <>
      <CodeField
        label={text.script.text}
        placeholder={text.script.hint}
        value={script.text}
        tint={SHELLS.includes(script.interpreter) ? 'shell' : null}
        problem={problemAt(error, 'action.text')}
        onText={(typed) => put({ text: typed })}
        foot={<Foot form={form} set={set} error={error} put={put} />}
      />
      {script.interpreter === 'other' && (
        <Labelled label={text.script.path}>
          <TextInput
            mono
            label={text.script.path}
            placeholder={text.script.pathHint}
            value={script.path}
            problem={problemAt(error, 'action.interpreter')}
            onText={(path) => put({ path })}
          />
        </Labelled>
      )}
      <Labelled label={text.args}>
        <TextArea
          mono
          rows={Math.min(6, script.args.split('\n').length)}
          label={text.args}
          value={script.args}
          problem={problemAt(error, 'action.args')}
          onText={(args) => put({ args })}
        />
      </Labelled>
    </>
  );
}

function Foot({ form, set, error, put }: FieldsProps & { put: (changes: Partial<ScriptForm>) => void }) {
  const { interpreter, stopAtFirstError } = form.script;
  return (
    <>
      <Select
        look="bare"
        label={text.script.interpreter}
        value={interpreter}
        options={OPTIONS}
        onChange={(picked) => put({ interpreter: picked })}
      />
      <FolderInput form={form} set={set} error={error} />
      {canStop(interpreter) && (
        <span className="code-switch">
          {text.script.stops}
          <Switch label={text.script.stops} on={stopAtFirstError} onChange={(on) => put({ stopAtFirstError: on })} />
        </span>
      )}
    </>
  );
}
