import type { BelfryError } from '#contract/error.ts';
import type { Conditions } from '#contract/policy.ts';
import { Select } from '../ui/Select.tsx';
import { Labelled, Row, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { choices, text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

const FLAGS = ['mains', 'online', 'outsideQuietHours'] as const;

/** What must hold for the job to run by itself. */
export function ConditionFields({ form, set, error }: Props) {
  const { conditions } = form.policy;
  const put = (changes: Partial<Conditions>) =>
    set({ policy: { ...form.policy, conditions: { ...conditions, ...changes } } });
  const any = FLAGS.some((flag) => conditions[flag]) || form.idle.trim() !== '';
  return (
    <Row label={text.conditions} ruled>
      <div className="checks">
        {FLAGS.map((flag) => (
          <label key={flag} className="check">
            <input
              type="checkbox"
              checked={conditions[flag]}
              onChange={(event) => put({ [flag]: event.currentTarget.checked })}
            />
            {text.flags[flag]}
          </label>
        ))}
      </div>
      <div className="pair">
        <Labelled label={text.idle}>
          <TextInput
            label={text.idle}
            placeholder={text.idleHint}
            value={form.idle}
            problem={problemAt(error, 'policy.conditions.idleMs')}
            onText={(idle) => set({ idle })}
          />
        </Labelled>
        {any && (
          <Labelled label={text.unmet}>
            <Select
              label={text.unmet}
              value={conditions.unmet}
              options={choices.unmet}
              onChange={(unmet) => put({ unmet: unmet as Conditions['unmet'] })}
            />
          </Labelled>
        )}
        {any && conditions.unmet === 'wait' && (
          <Labelled label={text.wait}>
            <TextInput
              label={text.wait}
              value={form.wait}
              problem={problemAt(error, 'policy.conditions.waitMs')}
              onText={(wait) => set({ wait })}
            />
          </Labelled>
        )}
      </div>
    </Row>
  );
}
