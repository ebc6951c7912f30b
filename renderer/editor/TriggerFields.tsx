import { IconPlus } from '@tabler/icons-react';
import { Fragment, useCallback, useRef } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { Button } from '../ui/Button.tsx';
import { EventFields } from './EventFields.tsx';
import { Row } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { TriggerField, type Verdict } from './TriggerField.tsx';
import { text } from './text.ts';
import { emptyTrigger, eventTrigger, type TriggerText } from './trigger-form.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
  /** The job being edited; null = a new one. */
  self: number | null;
  onVerdict: (key: number, verdict: Verdict) => void;
}

/** When the job rings: one field a trigger. */
export function TriggerFields({ form, set, error, self, onVerdict }: Props) {
  const { triggers } = form;
  const first = triggers.find(({ event }) => event === null)?.key;
  const put = (key: number, changes: Partial<TriggerText>) =>
    set({ triggers: triggers.map((one) => (one.key === key ? { ...one, ...changes } : one)) });
  const remove = (key: number) => {
    const left = triggers.filter((one) => one.key !== key);
    set({ triggers: left.length > 0 ? left : [emptyTrigger()] });
  };
  return (
    <Row label={text.when} ruled>
      {triggers.map((trigger, index) => {
        const isAlone = triggers.length === 1 && trigger.event === null;
        const shared = {
          index,
          problem:
            problemAt(error, `triggers.${index}`) ??
            (trigger.key === first ? problemAt(error, 'zone') : null) ??
            (index === 0 && error?.field?.replace(/^changes\./, '') === 'triggers' ? error.message : null),
          onRemove: isAlone ? null : () => remove(trigger.key),
        };
        return trigger.event ? (
          <EventFields
            key={trigger.key}
            {...shared}
            event={trigger.event}
            self={self}
            error={error}
            onEvent={(event) => put(trigger.key, { event })}
          />
        ) : (
          <OneTrigger
            key={trigger.key}
            {...shared}
            form={form}
            trigger={trigger}
            onZone={trigger.key === first ? (zone) => set({ zone }) : null}
            onText={(words) => put(trigger.key, { text: words })}
            onVerdict={onVerdict}
          />
        );
      })}
      <Another onPick={(trigger) => set({ triggers: [...triggers.filter(isUsed), trigger] })} />
    </Row>
  );
}

/** The first field of a new job is empty; another trigger takes its place. */
const isUsed = ({ text: words, event }: TriggerText) => words.trim() !== '' || event !== null;

const OTHERS: [label: string, make: () => TriggerText][] = [
  [text.others.once, () => ({ ...emptyTrigger(), text: text.onceExample })],
  [text.others.start, () => eventTrigger('start')],
  [text.others.wake, () => eventTrigger('wake')],
  [text.others.after, () => eventTrigger('after')],
  [text.others.files, () => eventTrigger('files')],
];

function Another({ onPick }: { onPick: (trigger: TriggerText) => void }) {
  const group = useRef<HTMLDivElement>(null);
  /** What was made is what comes next. */
  const pick = (trigger: TriggerText) => {
    onPick(trigger);
    setTimeout(() => {
      const last = [...(group.current?.parentElement?.querySelectorAll('.trigger') ?? [])].at(-1);
      last?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    });
  };
  return (
    <div ref={group} className="another">
      <Button small icon={<IconPlus size={13} stroke={1.5} />} onClick={() => pick(emptyTrigger())}>
        {text.another}
      </Button>
      <span className="another-kinds">
        {OTHERS.map(([label, make], at) => (
          <Fragment key={label}>
            {at > 0 && ' · '}
            <button type="button" onClick={() => pick(make())}>
              {label}
            </button>
          </Fragment>
        ))}
      </span>
    </div>
  );
}

type OneProps = Omit<Props, 'set' | 'error' | 'self'> & {
  trigger: TriggerText;
  index: number;
  problem: string | null;
  onZone: ((zone: string) => void) | null;
  onText: (text: string) => void;
  onRemove: (() => void) | null;
};

function OneTrigger({ form, trigger, onVerdict, ...rest }: OneProps) {
  const tell = useRef(onVerdict);
  tell.current = onVerdict;
  const verdict = useCallback((told: Verdict) => tell.current(trigger.key, told), [trigger.key]);
  return <TriggerField {...rest} trigger={trigger} zone={form.zone || null} policy={form.policy} onVerdict={verdict} />;
}
