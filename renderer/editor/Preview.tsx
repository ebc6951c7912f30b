import { useMemo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import type { ClockNote } from '#contract/schedule.ts';
import { NextOccurrences } from '../ui/NextOccurrences.tsx';
import type { Form } from './form.ts';
import type { RulePlace } from './MoreRules.tsx';
import { text } from './text.ts';
import { scheduleOf } from './trigger-form.ts';
import { WeekChange } from './WeekChange.tsx';

const PREVIEW = 5;
const RULE: Record<ClockNote, RulePlace['name']> = {
  'moved-after-gap': 'gap',
  'first-of-two': 'repeat',
  'second-of-two': 'repeat',
};

interface Props {
  job: JobSummary | null;
  form: Form;
  /** Triggers that are not understood, by key, each with what was likely meant. */
  lost: ReadonlyMap<number, string | null>;
  dirty: boolean;
  onRule: (name: RulePlace['name']) => void;
}

/** The runs to come, from what is typed, or from what is suggested where that is not understood. */
export function Preview({ job, form, lost, dirty, onRule }: Props) {
  const { triggers } = form;
  const specs = useMemo(
    () =>
      triggers
        .filter(({ event }) => event === null)
        .map((trigger) => (lost.has(trigger.key) ? (lost.get(trigger.key) ?? '') : scheduleOf(trigger)))
        .filter((schedule) => schedule !== ''),
    [triggers, lost],
  );
  const isSuggested = [...lost.values()].some((words) => words !== null);
  return (
    <>
      <aside className="preview" aria-label={text.nextRuns(PREVIEW)}>
        <h2 className="section-title">
          {text.nextRuns(PREVIEW)}
          <span className="aside">{isSuggested ? text.asSuggested : dirty ? text.asTyped : job && text.saved}</span>
        </h2>
        {specs.length === 0 ? (
          <p className="meta">{triggers.some(({ event }) => event) ? text.noClock : text.noNext}</p>
        ) : (
          <NextOccurrences
            specs={specs}
            zone={form.zone || null}
            policy={form.policy}
            count={PREVIEW}
            onChange={(note) => onRule(RULE[note])}
          />
        )}
      </aside>
      {job && dirty && lost.size === 0 && <WeekChange job={job} form={form} specs={specs} />}
    </>
  );
}
