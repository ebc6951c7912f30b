import { type ReactNode, useEffect, useRef } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { Policy } from '#contract/policy.ts';
import { Select } from '../ui/Select.tsx';
import { zoneOptions } from '../ui/zones.ts';
import { Labelled, Row, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { KeepFields } from './KeepFields.tsx';
import { choices, retryChoices, text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
  /** Zone of the settings, for jobs that name none. */
  zone: string;
}

function picker<T extends string>(
  label: string,
  value: T,
  options: readonly (readonly [T, string])[],
  onPick: (value: T) => void,
) {
  return (
    <Labelled label={label}>
      <Select label={label} value={value} options={options} onChange={onPick} />
    </Labelled>
  );
}

export function RuleFields({ form, set, error, zone }: Props) {
  const { policy } = form;
  const put = (changes: Partial<Policy>) => set({ policy: { ...policy, ...changes } });
  return (
    <Row label={text.rules} ruled>
      <div className="pair">
        {picker(text.missed, policy.missed, choices.missed, (missed) => put({ missed }))}
        {picker(text.overlap, policy.overlap.mode, choices.overlap, (mode) =>
          put({ overlap: { ...policy.overlap, mode } }),
        )}
        {(policy.overlap.mode === 'queue' || policy.overlap.mode === 'parallel') && (
          <Labelled label={text.limit} problem={problemAt(error, 'policy.overlap')}>
            <input
              className="field"
              type="number"
              min={1}
              max={1000}
              aria-label={text.limit}
              value={policy.overlap.limit}
              onChange={(event) =>
                put({ overlap: { ...policy.overlap, limit: event.currentTarget.valueAsNumber || 1 } })
              }
            />
          </Labelled>
        )}
        <Labelled label={text.timeout}>
          <TextInput
            label={text.timeout}
            placeholder={text.timeoutHint}
            value={form.timeout}
            problem={problemAt(error, 'policy.timeoutMs')}
            onText={(timeout) => set({ timeout })}
          />
        </Labelled>
        {(policy.retry.count > 0 || form.totalTimeout !== '') && (
          <Labelled label={text.totalTimeout}>
            <TextInput
              label={text.totalTimeout}
              placeholder={text.timeoutHint}
              value={form.totalTimeout}
              problem={problemAt(error, 'policy.totalTimeoutMs')}
              onText={(totalTimeout) => set({ totalTimeout })}
            />
          </Labelled>
        )}
        {picker(text.retries, String(policy.retry.count), retryChoices(policy.retry.count), (count) =>
          put({ retry: { ...policy.retry, count: Number(count) } }),
        )}
        {policy.retry.count > 0 && <RetryFields form={form} set={set} put={put} error={error} />}
        <KeepFields keep={policy.retention} error={error} onKeep={(retention) => put({ retention })} />
        <ZoneField form={form} set={set} error={error} zone={zone} />
        <Place name="gap">{picker(text.gap, policy.gap, choices.gap, (gap) => put({ gap }))}</Place>
        <Place name="repeat">{picker(text.repeat, policy.repeat, choices.repeat, (repeat) => put({ repeat }))}</Place>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={policy.keepAwake}
          onChange={(event) => put({ keepAwake: event.currentTarget.checked })}
        />
        {text.keepAwake}
      </label>
    </Row>
  );
}

/** A rule that an address such as `/jobs/7/edit#repeat` opens the editor at. */
function Place({ name, children }: { name: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (location.hash !== `#${name}`) return;
    const field = place.current?.querySelector<HTMLElement>('select, input, button');
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }, [name]);
  return (
    <div ref={place} style={{ display: 'contents' }}>
      {children}
    </div>
  );
}

function RetryFields({ form, set, put, error }: Omit<Props, 'zone'> & { put: (changes: Partial<Policy>) => void }) {
  const { retry } = form.policy;
  return (
    <>
      <Labelled label={text.delay}>
        <TextInput
          label={text.delay}
          value={form.retryDelay}
          problem={problemAt(error, 'policy.retry')}
          onText={(retryDelay) => set({ retryDelay })}
        />
      </Labelled>
      {picker(text.backoff, retry.backoff, choices.backoff, (backoff) => put({ retry: { ...retry, backoff } }))}
    </>
  );
}

function ZoneField({ form, set, error, zone }: Props) {
  return (
    <Labelled label={text.zone} problem={problemAt(error, 'zone')}>
      <Select
        label={text.zone}
        value={form.zone}
        options={zoneOptions(text.zoneDefault(zone), form.zone)}
        onChange={(picked) => set({ zone: picked })}
      />
    </Labelled>
  );
}
