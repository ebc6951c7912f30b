import type { BelfryError } from '#contract/error.ts';
import type { Policy } from '#contract/policy.ts';
import { Select } from '../ui/Select.tsx';
import { ConditionDetails, OnlyIf } from './ConditionFields.tsx';
import { DurationChoice } from './DurationChoice.tsx';
import { Labelled, Row } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { KeepFields } from './KeepFields.tsx';
import { MoreRules, type RulePlace } from './MoreRules.tsx';
import { RetryChoice } from './RetryChoice.tsx';
import { choices, text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
  /** A rule to be shown and to have the focus. */
  place: RulePlace | null;
}

const MINUTE = 60_000;
const TIMEOUTS = [1, 5, 10, 30, 60, 120, 360].map((n) => n * MINUTE);

/** How the job behaves around its due times. */
export function RuleFields({ form, set, error, place }: Props) {
  const { policy } = form;
  const put = (changes: Partial<Policy>) => set({ policy: { ...policy, ...changes } });
  return (
    <Row label={text.rules} ruled>
      <div className="pair">
        <Labelled label={text.missed}>
          <Select
            label={text.missed}
            value={policy.missed}
            options={choices.missed}
            onChange={(missed) => put({ missed })}
          />
        </Labelled>
        <Overlap form={form} error={error} put={put} />
        <DurationChoice
          label={text.timeout}
          value={form.timeout}
          none={text.noLimit}
          offered={TIMEOUTS}
          problem={problemAt(error, 'policy.timeoutMs')}
          onText={(timeout) => set({ timeout })}
        />
        <RetryChoice form={form} set={set} error={error} />
        <OnlyIf form={form} set={set} error={error} />
        <KeepFields keep={policy.retention} error={error} onKeep={(retention) => put({ retention })} />
        <ConditionDetails form={form} set={set} error={error} />
      </div>
      <MoreRules form={form} set={set} put={put} error={error} place={place} />
    </Row>
  );
}

interface OverlapProps {
  form: Form;
  error: BelfryError | null;
  put: (changes: Partial<Policy>) => void;
}

function Overlap({ form: { policy }, error, put }: OverlapProps) {
  const { overlap } = policy;
  const isCounted = overlap.mode === 'queue' || overlap.mode === 'parallel';
  const problem = problemAt(error, 'policy.overlap');
  return (
    <Labelled label={text.overlap} problem={problem}>
      <span className="counted">
        <Select
          label={text.overlap}
          value={overlap.mode}
          options={choices.overlap}
          onChange={(mode) => put({ overlap: { ...overlap, mode } })}
        />
        {isCounted && (
          <input
            className="field"
            type="number"
            min={1}
            max={1000}
            aria-label={text.limit[overlap.mode as 'queue' | 'parallel']}
            title={text.limit[overlap.mode as 'queue' | 'parallel']}
            aria-invalid={problem !== null}
            value={overlap.limit}
            onChange={(event) =>
              put({ overlap: { ...overlap, limit: Math.trunc(event.currentTarget.valueAsNumber) || 1 } })
            }
          />
        )}
      </span>
    </Labelled>
  );
}
