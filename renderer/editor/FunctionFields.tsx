import type { FieldsProps } from './fields.tsx';
import { Labelled, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { text } from './text.ts';

/** An exported function of a module, and its arguments. */
export function FunctionFields({ form, set, error }: FieldsProps) {
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
