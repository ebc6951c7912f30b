import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { Policy } from '#contract/policy.ts';
import { classes } from '../ui/classes.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { DurationChoice } from './DurationChoice.tsx';
import { Labelled, TextInput } from './fields.tsx';
import { blankForm, type Form, problemAt } from './form.ts';
import { choices, jitterChoices, text } from './text.ts';

/** A rule that the preview's notes lead to; `turn` grows with each time it is asked for. */
export interface RulePlace {
  name: 'gap' | 'repeat';
  turn: number;
}

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  put: (changes: Partial<Policy>) => void;
  error: BelfryError | null;
  place: RulePlace | null;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const BLANK = blankForm();
const FIELDS = [
  ...['policy.totalTimeoutMs', 'policy.graceMs', 'policy.catchUpWindowMs', 'policy.success', 'policy.gap'],
  ...['policy.repeat', 'policy.keepAwake', 'policy.retry.ceilingMs', 'policy.retry.jitter', 'policy.retry.backoff'],
];

/** How many of the rarer rules say something of their own. */
function countSet(form: Form): number {
  const { success, retry, gap, repeat, keepAwake } = form.policy;
  const { policy: usual } = BLANK;
  return [
    form.totalTimeout !== BLANK.totalTimeout,
    form.grace !== BLANK.grace,
    form.catchUp !== BLANK.catchUp,
    form.exitCodes !== BLANK.exitCodes,
    success.mustMatch !== null,
    success.mustNotMatch !== null,
    gap !== usual.gap,
    repeat !== usual.repeat,
    keepAwake !== usual.keepAwake,
    retry.count > 0 && retry.backoff !== usual.retry.backoff,
    retry.count > 0 && retry.jitter !== usual.retry.jitter,
  ].filter(Boolean).length;
}

/** The rarer rules, folded away until one is wanted, wrong or asked for. */
export function MoreRules({ form, set, put, error, place }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const isTroubled = problemAt(error, ...FIELDS) !== null;
  useEffect(() => {
    if (isTroubled || place) setOpen(true);
  }, [isTroubled, place]);
  const own = countSet(form);
  return (
    <>
      <button
        type="button"
        className="more"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} stroke={1.5} aria-hidden className={classes(open && 'open')} />
        {text.moreRules}
        {!open && own > 0 && <span className="meta">{text.rulesSet(own)}</span>}
      </button>
      {open && (
        <div id={id} className="pair">
          <Missed form={form} set={set} error={error} />
          <Attempts form={form} set={set} put={put} error={error} />
          <Clocks form={form} put={put} place={place} />
          <Success form={form} set={set} put={put} error={error} />
          <span className="told-if keep-awake">
            <Switch label={text.keepAwake} on={form.policy.keepAwake} onChange={(keepAwake) => put({ keepAwake })} />
            <span aria-hidden>{text.keepAwake}</span>
          </span>
        </div>
      )}
    </>
  );
}

type Part = Pick<Props, 'form' | 'set' | 'error'>;

function Missed({ form, set, error }: Part) {
  return (
    <>
      <DurationChoice
        label={text.grace}
        value={form.grace}
        none={null}
        offered={[0, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE]}
        problem={problemAt(error, 'policy.graceMs')}
        onText={(grace) => set({ grace })}
      />
      <DurationChoice
        label={text.catchUp}
        value={form.catchUp}
        none={text.anyAge}
        offered={[HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR]}
        problem={problemAt(error, 'policy.catchUpWindowMs')}
        onText={(catchUp) => set({ catchUp })}
      />
    </>
  );
}

function Attempts({ form, set, put, error }: Part & Pick<Props, 'put'>) {
  const { retry } = form.policy;
  return (
    <>
      <DurationChoice
        label={text.totalTimeout}
        value={form.totalTimeout}
        none={text.noLimit}
        offered={[10 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR]}
        problem={problemAt(error, 'policy.totalTimeoutMs')}
        onText={(totalTimeout) => set({ totalTimeout })}
      />
      {retry.count > 0 && (
        <>
          <Labelled label={text.backoff}>
            <Select
              label={text.backoff}
              value={retry.backoff}
              options={choices.backoff}
              onChange={(backoff) => put({ retry: { ...retry, backoff } })}
            />
          </Labelled>
          <DurationChoice
            label={text.ceiling}
            value={form.retryCeiling}
            none={null}
            offered={[MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]}
            problem={problemAt(error, 'policy.retry.ceilingMs')}
            onText={(retryCeiling) => set({ retryCeiling })}
          />
          <Labelled label={text.jitter}>
            <Select
              label={text.jitter}
              value={String(retry.jitter)}
              options={jitterChoices(retry.jitter)}
              onChange={(jitter) => put({ retry: { ...retry, jitter: Number(jitter) } })}
            />
          </Labelled>
        </>
      )}
    </>
  );
}

function Clocks({ form: { policy }, put, place }: Pick<Props, 'form' | 'put' | 'place'>) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = place && box.current?.querySelector<HTMLElement>(`[data-rule="${place.name}"] select`);
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }, [place]);
  return (
    <div ref={box} className="as-is">
      <div data-rule="gap">
        <Labelled label={text.gap}>
          <Select label={text.gap} value={policy.gap} options={choices.gap} onChange={(gap) => put({ gap })} />
        </Labelled>
      </div>
      <div data-rule="repeat">
        <Labelled label={text.repeat}>
          <Select
            label={text.repeat}
            value={policy.repeat}
            options={choices.repeat}
            onChange={(repeat) => put({ repeat })}
          />
        </Labelled>
      </div>
    </div>
  );
}

function Success({ form, set, put, error }: Part & Pick<Props, 'put'>) {
  const { success } = form.policy;
  const pattern = (field: 'mustMatch' | 'mustNotMatch') => (
    <Labelled label={text[field]}>
      <TextInput
        mono
        label={text[field]}
        placeholder={text.patternHint}
        value={success[field] ?? ''}
        problem={problemAt(error, `policy.success.${field}`)}
        onText={(typed) => put({ success: { ...success, [field]: typed === '' ? null : typed } })}
      />
    </Labelled>
  );
  return (
    <>
      <Labelled label={text.exitCodes}>
        <TextInput
          mono
          label={text.exitCodes}
          value={form.exitCodes}
          problem={problemAt(error, 'policy.success.exitCodes')}
          onText={(exitCodes) => set({ exitCodes })}
        />
      </Labelled>
      {pattern('mustMatch')}
      {pattern('mustNotMatch')}
    </>
  );
}
