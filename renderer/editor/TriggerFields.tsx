import { Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { Button } from '../ui/Button.tsx';
import { EventFields } from './EventFields.tsx';
import { Row } from './fields.tsx';
import { emptyTrigger, eventTrigger, type Form, problemAt, type TriggerText } from './form.ts';
import { TriggerField } from './TriggerField.tsx';
import { text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
  /** The job being edited; null = a new one. */
  self: number | null;
  onUnderstood: (key: number, understood: boolean) => void;
}

/** When the job rings: one field a trigger. */
export function TriggerFields({ form, set, error, self, onUnderstood }: Props) {
  const { triggers } = form;
  const put = (key: number, changes: Partial<TriggerText>) =>
    set({ triggers: triggers.map((one) => (one.key === key ? { ...one, ...changes } : one)) });
  return (
    <Row label={text.when} ruled>
      {triggers.map((trigger, index) => {
        const shared = {
          index,
          problem:
            problemAt(error, `triggers.${index}`) ??
            (index === 0 && error?.field === 'triggers' ? error.message : null),
          onRemove:
            triggers.length > 1 ? () => set({ triggers: triggers.filter(({ key }) => key !== trigger.key) }) : null,
        };
        return trigger.event ? (
          <EventFields
            key={trigger.key}
            {...shared}
            event={trigger.event}
            self={self}
            onEvent={(event) => put(trigger.key, { event })}
          />
        ) : (
          <OneTrigger
            key={trigger.key}
            {...shared}
            form={form}
            trigger={trigger}
            onText={(words) => put(trigger.key, { text: words })}
            onUnderstood={onUnderstood}
          />
        );
      })}
      <Another onPick={(trigger) => set({ triggers: [...triggers.filter(isUsed), trigger] })} />
    </Row>
  );
}

/** The first field of a new job is empty; another trigger takes its place. */
const isUsed = ({ text: words, event }: TriggerText) => words.trim() !== '' || event !== null;

function Another({ onPick }: { onPick: (trigger: TriggerText) => void }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <div className="fit">
          <Button small icon={<IconPlus size={16} stroke={1.5} />}>
            {text.another}
          </Button>
        </div>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onPick(emptyTrigger())}>{text.byClock}</Menu.Item>
        {(['start', 'wake', 'after', 'files'] as const).map((kind) => (
          <Menu.Item key={kind} onClick={() => onPick(eventTrigger(kind))}>
            {text.events[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type OneProps = Omit<Props, 'set' | 'error' | 'self'> & {
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
