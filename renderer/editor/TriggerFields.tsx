import { IconPlus } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { Button } from '../ui/Button.tsx';
import { Row } from './fields.tsx';
import { emptyTrigger, type Form, problemAt, type TriggerText } from './form.ts';
import { TriggerField } from './TriggerField.tsx';
import { text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
  onUnderstood: (key: number, understood: boolean) => void;
}

/** When the job rings: one field a trigger. */
export function TriggerFields({ form, set, error, onUnderstood }: Props) {
  const { triggers } = form;
  const put = (key: number, changes: Partial<TriggerText>) =>
    set({ triggers: triggers.map((one) => (one.key === key ? { ...one, ...changes } : one)) });
  return (
    <Row label={text.when} ruled>
      {triggers.map((trigger, index) => (
        <OneTrigger
          key={trigger.key}
          form={form}
          trigger={trigger}
          index={index}
          problem={
            problemAt(error, `triggers.${index}`) ?? (index === 0 && error?.field === 'triggers' ? error.message : null)
          }
          onText={(words) => put(trigger.key, { text: words })}
          onRemove={
            triggers.length > 1 ? () => set({ triggers: triggers.filter(({ key }) => key !== trigger.key) }) : null
          }
          onUnderstood={onUnderstood}
        />
      ))}
      <div>
        <Button
          small
          icon={<IconPlus size={16} stroke={1.5} />}
          onClick={() => set({ triggers: [...triggers, emptyTrigger()] })}
        >
          {text.another}
        </Button>
      </div>
    </Row>
  );
}

type OneProps = Omit<Props, 'set' | 'error'> & {
  trigger: TriggerText;
  index: number;
  problem: string | null;
  onText: (text: string) => void;
  onRemove: (() => void) | null;
};

function OneTrigger({ form, trigger, onUnderstood, ...rest }: OneProps) {
  const tell = useRef(onUnderstood);
  tell.current = onUnderstood;
  const understood = useCallback((yes: boolean) => tell.current(trigger.key, yes), [trigger.key]);
  return (
    <TriggerField {...rest} trigger={trigger} zone={form.zone || null} policy={form.policy} onUnderstood={understood} />
  );
}
