import { useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { Select } from '../ui/Select.tsx';
import { Labelled, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { readDuration, spellDuration } from './spell.ts';
import { retryWords, text } from './text.ts';

const MINUTE = 60_000;
const OTHER = 'other';
const OFFERED: [count: number, delayMs: number][] = [
  [0, 0],
  [1, MINUTE],
  [2, MINUTE],
  [3, 10_000],
  [3, 5 * MINUTE],
  [5, MINUTE],
];

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

/** What happens when it fails: how often it is tried again, and after how long. */
export function RetryChoice({ form, set, error }: Props) {
  const { policy, retryDelay } = form;
  const { count } = policy.retry;
  const delay = readDuration(retryDelay);
  const [typing, setTyping] = useState(false);
  const isTyped = typing || delay === null;
  const name = (one: number, ms: number) => (one === 0 ? '0' : `${one} ${ms}`);
  const here = name(count, delay ?? 0);
  const all = OFFERED.some(([one, ms]) => name(one, ms) === here)
    ? OFFERED
    : [...OFFERED, [count, delay ?? 0] as const];
  const pick = (picked: string) => {
    setTyping(picked === OTHER);
    if (picked === OTHER) return count === 0 ? put(1) : undefined;
    const [to = 0, ms] = picked.split(' ').map(Number);
    put(to, ms === undefined ? retryDelay : spellDuration(ms));
  };
  const put = (to: number, words = retryDelay) =>
    set({ retryDelay: words, policy: { ...policy, retry: { ...policy.retry, count: to } } });
  const problem = problemAt(error, 'policy.retry.count', 'policy.retry.delayMs');
  return (
    <Labelled label={text.retries} problem={isTyped ? null : problem}>
      <Select
        label={text.retries}
        value={isTyped ? OTHER : here}
        options={[
          ...all.map(([one, ms]) => [name(one, ms), retryWords(one, ms)] as const),
          [OTHER, text.other] as const,
        ]}
        invalid={!isTyped && problem !== null}
        onChange={pick}
      />
      {isTyped && (
        <div className="retry-typed under">
          <input
            className="field"
            type="number"
            min={0}
            max={100}
            aria-label={text.retryCount}
            aria-invalid={problemAt(error, 'policy.retry.count') !== null}
            value={count}
            onChange={(event) => put(Math.trunc(event.currentTarget.valueAsNumber) || 0)}
          />
          <TextInput
            label={text.delay}
            value={retryDelay}
            problem={problem}
            onText={(words) => {
              setTyping(true);
              set({ retryDelay: words });
            }}
          />
        </div>
      )}
    </Labelled>
  );
}
