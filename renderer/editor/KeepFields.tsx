import { useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { JobRetention } from '#contract/policy.ts';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { plural } from '../ui/text.ts';
import { Labelled } from './fields.tsx';
import { problemAt } from './form.ts';
import { text } from './text.ts';

const MB = 1_000_000;
const RULES: JobRetention[] = [
  { runs: null, days: null, outputCapBytes: null },
  { runs: 20, days: null, outputCapBytes: null },
  { runs: 100, days: null, outputCapBytes: MB },
  { runs: 1000, days: null, outputCapBytes: MB },
  { runs: null, days: 7, outputCapBytes: null },
  { runs: null, days: 30, outputCapBytes: null },
  { runs: null, days: 365, outputCapBytes: null },
];
const SIZES = [0.1, 1, 5, 10, 50, 100].map((size) => size * MB);
const OWN = 'own';

const keyOf = ({ runs, days, outputCapBytes }: JobRetention) => [runs, days, outputCapBytes].join('/');

/** "Last 100 runs, 1 MB each". */
function ruleText({ runs, days, outputCapBytes }: JobRetention): string {
  if (runs === null && days === null && outputCapBytes === null) return text.keepAsSet;
  const parts = [
    runs !== null && text.keepLast(plural(runs, 'run')),
    days !== null && text.keepFor(plural(days, 'day')),
    outputCapBytes !== null && text.keepEach(bytes(outputCapBytes)),
  ].filter((part) => part !== false);
  return parts.map((part, at) => (at === 0 ? part.charAt(0).toUpperCase() + part.slice(1) : part)).join(', ');
}

interface Props {
  keep: JobRetention;
  error: BelfryError | null;
  onKeep: (keep: JobRetention) => void;
}

/** What is kept of a job's runs: a usual rule, or one's own in numbers. */
export function KeepFields({ keep, error, onKeep }: Props) {
  const isKnown = RULES.some((rule) => keyOf(rule) === keyOf(keep));
  const [isOwn, setOwn] = useState(!isKnown);
  const pick = (key: string) => {
    setOwn(key === OWN);
    const rule = RULES.find((one) => keyOf(one) === key);
    if (rule) onKeep(rule);
  };
  return (
    <>
      <Labelled label={text.keepRule} problem={isOwn ? null : problemAt(error, 'policy.retention')}>
        <Select
          label={text.keepRule}
          value={isOwn ? OWN : keyOf(keep)}
          options={[...RULES.map((rule) => [keyOf(rule), ruleText(rule)] as const), [OWN, text.keepOwn] as const]}
          onChange={pick}
        />
      </Labelled>
      {isOwn && <OwnRule keep={keep} error={error} onKeep={onKeep} />}
    </>
  );
}

function OwnRule({ keep, error, onKeep }: Props) {
  const count = (field: 'runs' | 'days', label: string, hint: string) => (
    <Labelled label={label} problem={problemAt(error, `policy.retention.${field}`)}>
      <input
        className="field"
        type="number"
        min={1}
        aria-label={label}
        placeholder={hint}
        value={keep[field] ?? ''}
        onChange={({ currentTarget: { value, valueAsNumber } }) =>
          onKeep({ ...keep, [field]: value === '' ? null : valueAsNumber })
        }
      />
    </Labelled>
  );
  const set = keep.outputCapBytes;
  const sizes = set === null || SIZES.includes(set) ? SIZES : [...SIZES, set].sort((a, b) => a - b);
  return (
    <>
      {count('runs', text.keepRuns, text.keepAsSet)}
      {count('days', text.keepDays, text.keepAsSet)}
      <Labelled label={text.keepOutput} problem={problemAt(error, 'policy.retention.outputCapBytes')}>
        <Select
          label={text.keepOutput}
          value={String(set ?? '')}
          options={[['', text.keepAsSet], ...sizes.map((size) => [String(size), bytes(size)] as const)]}
          onChange={(size) => onKeep({ ...keep, outputCapBytes: size === '' ? null : Number(size) })}
        />
      </Labelled>
    </>
  );
}
