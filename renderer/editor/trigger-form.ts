import type { RequestInput } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { JobSummary } from '#contract/job.ts';
import { type EventSpec, isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { ask, refusal } from '../api.ts';
import { newKey } from './keys.ts';
import { refusals } from './refusal-text.ts';
import { spellDuration } from './spell.ts';
import { neededTime, refuse } from './typed.ts';

export interface TriggerText {
  key: number;
  text: string;
  /** What was stored, kept while its words are not touched: so an interval keeps its rhythm. */
  stored: { text: string; spec: TriggerSpec } | null;
  /** Set off by something other than the clock; its text is empty then. */
  event: EventForm | null;
}

/** An event's fields as typed. */
export type EventForm =
  | { kind: 'start' }
  | { kind: 'wake' }
  | { kind: 'after'; job: string; on: 'success' | 'failure' | 'end' }
  /** One path a line. */
  | { kind: 'files'; paths: string; settle: string };

export const emptyTrigger = (): TriggerText => ({ key: newKey(), text: '', stored: null, event: null });

/** A new trigger that something other than the clock sets off. */
export function eventTrigger(kind: EventForm['kind']): TriggerText {
  const blank: Record<EventForm['kind'], EventForm> = {
    start: { kind: 'start' },
    wake: { kind: 'wake' },
    after: { kind: 'after', job: '', on: 'success' },
    files: { kind: 'files', paths: '', settle: spellDuration(2000) },
  };
  return { ...emptyTrigger(), event: blank[kind] };
}

function eventFormOf(spec: EventSpec): EventForm {
  switch (spec.kind) {
    case 'after':
      return { ...spec, job: String(spec.job) };
    case 'files':
      return { kind: 'files', paths: spec.paths.join('\n'), settle: spellDuration(spec.settleMs) };
    default:
      return spec;
  }
}

function eventSpecOf(event: EventForm, field: string): EventSpec {
  if (event.kind === 'after') {
    if (event.job === '') throw refuse(refusals.noJob, `${field}.job`);
    return { ...event, job: Number(event.job) };
  }
  if (event.kind !== 'files') return event;
  const paths = event.paths
    .split('\n')
    .map((path) => path.trim())
    .filter(Boolean);
  if (paths.length === 0) throw refuse(refusals.noPaths, `${field}.paths`);
  return { kind: 'files', paths, settleMs: neededTime(event.settle, `${field}.settleMs`, refusals.noSettle) };
}

/** The triggers of a job, or an empty one. */
export function triggerFormOf(job: JobSummary): TriggerText[] {
  const triggers = job.triggers.map(({ spec }, at): TriggerText => {
    const text = job.schedule[at] ?? (spec.kind === 'cron' ? spec.expression : '');
    if (!isTimed(spec)) return { ...emptyTrigger(), event: eventFormOf(spec) };
    return { ...emptyTrigger(), text, stored: { text, spec } };
  });
  return triggers.length > 0 ? triggers : [emptyTrigger()];
}

/** What a trigger field says now: the stored spec while untouched, else the text. */
export const scheduleOf = ({ text, stored }: TriggerText) =>
  stored && stored.text === text ? stored.spec : text.trim();

/** What the triggers are, words read by the zone and the rules for a change of clocks. @throws BelfryError naming the field */
export function specsOf(
  triggers: readonly TriggerText[],
  read: Pick<RequestInput<'schedule.read'>, 'zone' | 'gap' | 'repeat'>,
): Promise<TriggerSpec[]> {
  return Promise.all(
    triggers.flatMap((trigger, at) => {
      if (trigger.event) return [Promise.resolve(eventSpecOf(trigger.event, `triggers.${at}`))];
      const schedule = scheduleOf(trigger);
      if (schedule === '') return [];
      if (typeof schedule === 'object') return [Promise.resolve(schedule)];
      return [ask('schedule.read', { ...read, schedule, count: 0 }).then(({ spec }) => spec, atTrigger(at))];
    }),
  );
}

const atTrigger = (at: number) => (error: unknown) => {
  throw new BelfryError(refusal(error)?.code ?? 'invalid', (error as Error).message, `triggers.${at}`);
};
