import type { ExchangeFile, ExchangeNote } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import { policy as policySchema } from '#contract/policy.ts';
import { secretNames } from '#contract/secret.ts';
import type { CronSpec, IntervalSpec, TriggerSpec } from '#contract/trigger.ts';
import { isFree } from '#core/conditions.ts';
import { listed } from '#core/names.ts';
import { type ExchangeContext, type Formatted, gather, reasonOf, refuse, type Say } from './findings.ts';
import { type Rule, rulesOf } from './rules.ts';

/** Parts of a job that another scheduler may have no word for. */
export type Part =
  | 'missed'
  | 'overlap'
  | 'timeout'
  | 'total'
  | 'retry'
  | 'success'
  | 'conditions'
  | 'tags'
  | 'disabled';

const USUAL = policySchema.parse({});

/** Writes each job by itself: one that cannot be carried over is refused with its reason, and the rest goes on. */
export function exportEach(
  jobs: JobDraft[],
  write: (job: JobDraft, say: Say, at: number) => ExchangeFile[],
): Formatted {
  const notes: ExchangeNote[] = [];
  const files = jobs.flatMap((job, at) => {
    const say: Say = (where, text, kind = 'other') =>
      notes.push({ where: [job.name, where].filter(Boolean).join(', '), text, kind, job: at });
    try {
      return write(job, say, at);
    } catch (error) {
      say('', reasonOf(error), 'refused');
      return [];
    }
  });
  return { files, notes };
}

/** Reads the triggers of a job; those left out are said, and one at least must be left. */
export function eachTrigger<S>(job: JobDraft, say: Say, read: (spec: TriggerSpec, where: string) => S[]): S[] {
  if (job.triggers.length === 0) throw refuse('It runs by hand only, so there is nothing to ring.');
  const where = ({ at }: { at: number }) => (job.triggers.length > 1 ? `trigger ${at + 1}` : '');
  const items = job.triggers.map((spec, at) => ({ spec, at }));
  return gather(items, say, where, (item) => read(item.spec, where(item)));
}

/** What no other scheduler has. @throws BelfryError always */
export function noSuchTrigger({ kind }: TriggerSpec): never {
  switch (kind) {
    case 'once':
      throw refuse('It rings on one date only, and a year cannot be said.');
    case 'start':
      throw refuse('It rings at the start, which cannot be said.');
    case 'wake':
      throw refuse('It rings when the computer wakes, which cannot be said.');
    case 'after':
      throw refuse('It rings after another job, which cannot be said.');
    case 'files':
      throw refuse('It rings when files change, which cannot be said.');
    default:
      throw refuse('Its schedule cannot be said.');
  }
}

/** The rules of a schedule, with a word where they ring a little earlier. */
export function calendarRules(
  spec: CronSpec | IntervalSpec,
  job: JobDraft,
  context: ExchangeContext,
  seconds: boolean,
  say: (text: string) => void,
): Rule[] {
  const zone = job.zone ?? context.zone;
  const rules = rulesOf(spec, { zone, seconds, dst: job.policy, now: context.now });
  if (rules.some(({ moved }) => moved))
    say(`Its interval is counted from the full ${seconds ? 'second' : 'minute'} before its own beginning.`);
  return rules;
}

/** Names what the other scheduler has no word for, in one sentence. */
export function sayLost(job: JobDraft, target: string, carried: readonly Part[], say: Say): void {
  const { policy } = job;
  const parts: [Part, boolean, string][] = [
    ['missed', policy.missed !== 'skip', 'making up for missed runs'],
    ['overlap', policy.overlap.mode !== 'parallel', `the overlap rule “${policy.overlap.mode}”`],
    ['timeout', policy.timeoutMs !== null, 'the timeout'],
    ['total', policy.totalTimeoutMs !== null, 'the timeout of the whole run'],
    ['retry', policy.retry.count > 0, 'retries'],
    ['success', differs(policy.success, USUAL.success), 'the rule for success'],
    ['conditions', !isFree(policy.conditions), 'conditions'],
    ['tags', job.tags.length > 0, 'tags'],
    ['disabled', !job.enabled, 'being switched off'],
  ];
  const lost = parts.filter(([part, set]) => set && !carried.includes(part)).map(([, , words]) => words);
  if (lost.length > 0) say('', `${target} has no word for ${listed(lost)}, so that was left out.`);
  const secrets = [...secretNames({ action: job.action, environment: job.environment })];
  if (secrets.length > 0)
    say(
      '',
      `Put the ${secrets.length > 1 ? 'values' : 'value'} of ${listed(secrets)} in place yourself: no export holds a secret.`,
    );
}

const differs = (a: object, b: object) => JSON.stringify(a) !== JSON.stringify(b);
