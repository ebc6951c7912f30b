import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { BelfryError } from '#contract/error.ts';
import type { Conditions } from '#contract/policy.ts';
import { DurationChoice } from './DurationChoice.tsx';
import { Labelled } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { choices, text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

const MINUTE = 60_000;
const FLAGS = ['mains', 'online', 'unmetered', 'outsideQuietHours'] as const;
const EVEN = ['mains', 'unmetered'] as const;
type Flag = (typeof FLAGS)[number];
const IDLE = [5, 10, 15, 30, 60].map((n) => n * MINUTE);
const WAIT = [15, 30, 60, 180, 720].map((n) => n * MINUTE);

const asksFor = (conditions: Conditions, flag: Flag) => conditions[flag] === true || conditions[flag] === 'only';

const namesOf = ({ policy: { conditions }, idle }: Form) => [
  ...FLAGS.filter((flag) => asksFor(conditions, flag)).map((flag) => text.flags[flag]),
  ...(idle.trim() === '' ? [] : [text.idleFor]),
];

/** A flag that Settings have a rule for says whose rule holds. */
const answer = (flag: Flag, on: boolean): Partial<Conditions> =>
  flag === 'mains' || flag === 'unmetered' ? { [flag]: on ? 'only' : 'settings' } : { [flag]: on };

/** What must hold for the job to run by itself. */
export function OnlyIf({ form, set }: Props) {
  const { conditions } = form.policy;
  const put = (changes: Partial<Conditions>) =>
    set({ policy: { ...form.policy, conditions: { ...conditions, ...changes } } });
  const names = namesOf(form);
  const even = EVEN.filter((flag) => conditions[flag] === 'any').map((flag) => text.even[flag]);
  const said = text.all([...(names.length === 0 ? [text.always] : names), ...even]);
  return (
    <Labelled label={text.conditions}>
      <Menu width="target" position="bottom-start" closeOnItemClick={false}>
        <Menu.Target>
          <button type="button" className="field as-select" aria-label={`${text.conditions}: ${said}`}>
            <span className="cut">{said}</span>
            <IconChevronDown size={14} stroke={1.5} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {FLAGS.map((flag) => (
            <Menu.CheckboxItem key={flag} checked={asksFor(conditions, flag)} onChange={(on) => put(answer(flag, on))}>
              {text.flags[flag]}
            </Menu.CheckboxItem>
          ))}
          <Menu.CheckboxItem
            checked={form.idle.trim() !== ''}
            onChange={(on) => set({ idle: on ? text.idleExample : '' })}
          >
            {text.idleFor}
          </Menu.CheckboxItem>
          <Menu.Label>{text.whateverSettings}</Menu.Label>
          {EVEN.map((flag) => (
            <Menu.CheckboxItem
              key={flag}
              checked={conditions[flag] === 'any'}
              onChange={(on) => put({ [flag]: on ? 'any' : 'settings' })}
            >
              {text.even[flag]}
            </Menu.CheckboxItem>
          ))}
          {names.length > 0 && (
            <>
              <Menu.Label>{text.unmet}</Menu.Label>
              <Menu.RadioGroup
                value={conditions.unmet}
                onChange={(unmet) => put({ unmet: unmet as Conditions['unmet'] })}
              >
                {choices.unmet.map(([value, words]) => (
                  <Menu.RadioItem key={value} value={value} closeMenuOnClick={false}>
                    {words}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </Labelled>
  );
}

/** What goes with the conditions that are set: how long nobody must have been there, and what becomes of a run. */
export function ConditionDetails({ form, set, error }: Props) {
  const { conditions } = form.policy;
  if (namesOf(form).length === 0) return null;
  return (
    <>
      {form.idle.trim() !== '' && (
        <DurationChoice
          label={text.idle}
          value={form.idle}
          none={null}
          offered={IDLE}
          problem={problemAt(error, 'policy.conditions.idleMs')}
          onText={(idle) => set({ idle })}
        />
      )}
      {conditions.unmet === 'wait' && (
        <DurationChoice
          label={text.wait}
          value={form.wait}
          none={null}
          offered={WAIT}
          problem={problemAt(error, 'policy.conditions.waitMs')}
          onText={(wait) => set({ wait })}
        />
      )}
    </>
  );
}
