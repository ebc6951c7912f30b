import type { ComponentType } from 'react';
import type { ActionKind } from '#contract/action.ts';
import type { BelfryError } from '#contract/error.ts';
import { KIND_ICONS } from '../ui/KindIcon.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Select } from '../ui/Select.tsx';
import { Labelled, Row, TextArea, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { ScriptFields } from './ScriptFields.tsx';
import { SqlFields } from './SqlFields.tsx';
import { text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
/** The form of each kind, in the order in which they are offered. */
const FORMS: Record<ActionKind, ComponentType<Props>> = {
  command: CommandFields,
  script: ScriptFields,
  sql: SqlFields,
  function: FunctionFields,
};
const KINDS = (Object.keys(FORMS) as ActionKind[]).map((kind) => {
  const Icon = KIND_ICONS[kind];
  return [kind, text.kinds[kind], <Icon key={kind} {...icon} />] as const;
});
const BY = [
  ['shell', text.by.shell],
  ['program', text.by.program],
] as const;

/** What the job does, with the fields of its kind. */
export function ActionFields({ form, set, error }: Props) {
  const Fields = FORMS[form.kind];
  return (
    <Row label={text.does}>
      <Segmented label={text.does} value={form.kind} options={KINDS} onChange={(kind) => set({ kind })} />
      <Fields form={form} set={set} error={error} />
    </Row>
  );
}

function CommandFields({ form, set, error }: Props) {
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

function FunctionFields({ form, set, error }: Props) {
  return (
    <>
      <div className="pair">
        <Labelled label={text.module}>
          <TextInput
            mono
            label={text.module}
            placeholder={text.moduleHint}
            value={form.module}
            problem={problemAt(error, 'action.module')}
            onText={(module) => set({ module })}
          />
        </Labelled>
        <Labelled label={text.exported}>
          <TextInput
            mono
            label={text.exported}
            placeholder={text.exportedHint}
            value={form.exported}
            problem={problemAt(error, 'action.export')}
            onText={(exported) => set({ exported })}
          />
        </Labelled>
      </div>
      <Labelled label={text.json}>
        <TextArea
          mono
          rows={2}
          label={text.json}
          value={form.json}
          problem={problemAt(error, 'action.args')}
          onText={(json) => set({ json })}
        />
      </Labelled>
    </>
  );
}
