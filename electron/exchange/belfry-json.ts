import { BelfryError } from '#contract/error.ts';
import type { JobDraft, JobDraftInput } from '#contract/job.ts';
import { secretNames } from '#contract/secret.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { listed } from '#core/names.ts';
import { type ExchangeContext, Findings, type Formatted, type Parsed, refuse } from './findings.ts';

/** The form of the file; a later one is refused by an older Belfry. */
const VERSION = 1;
const DEPTH_LIMIT = 80;

/** Whole jobs, as they are; secrets by their name alone. */
export function formatBelfry(jobs: JobDraft[]): Formatted {
  const whole = jobs.map((job) => ({ ...job, triggers: job.triggers.map((spec) => written(spec, jobs)) }));
  const secrets = [...secretNames(jobs.map((job) => ({ ...job, name: null, description: null })))];
  const text = `${JSON.stringify({ belfry: VERSION, jobs: whole }, null, 2)}\n`;
  const said = `Its jobs use ${listed(secrets)}: no export holds a secret, so keep ${secrets.length > 1 ? 'them' : 'it'} elsewhere.`;
  return {
    files: [{ name: 'belfry-jobs.json', text }],
    notes: secrets.length > 0 ? [{ where: 'secrets', text: said, kind: 'other', job: null }] : [],
  };
}

type Written = Record<string, unknown>;

/** Instants in ISO 8601, and other jobs by their name. */
function written(spec: TriggerSpec, jobs: JobDraft[]): Written {
  switch (spec.kind) {
    case 'interval':
      return { ...spec, anchor: new Date(spec.anchor).toISOString() };
    case 'once':
      return { ...spec, at: new Date(spec.at).toISOString() };
    case 'after':
      return { ...spec, job: jobs[spec.job - 1]?.name };
    default:
      return spec;
  }
}

/** @throws BelfryError where it is no such file, or of a later Belfry */
export function parseBelfry(text: string, context: ExchangeContext): Parsed {
  const found = new Findings(context);
  const jobs = jobsIn(text);
  const places = placesOf(jobs, context);
  for (const [at, job] of jobs.entries()) {
    const name = nameOf(job, at);
    found.entry(name, (say) => ({
      ...(job as JobDraftInput),
      triggers: triggersOf(job, places, (why) => say(name, why, 'refused')),
    }));
  }
  return found;
}

const nameOf = (job: Written, at: number): string => (typeof job.name === 'string' ? job.name : `job ${at + 1}`);

function jobsIn(text: string): Written[] {
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BelfryError('invalid', 'This file is not JSON.', 'text');
  }
  const { belfry, jobs } = (value ?? {}) as { belfry?: unknown; jobs?: unknown };
  if (typeof belfry === 'number' && belfry > VERSION)
    throw new BelfryError('invalid', `This file is of a later Belfry (form ${belfry}): update Belfry first.`, 'text');
  if (belfry !== VERSION || !Array.isArray(jobs))
    throw new BelfryError('invalid', 'This is no export of Belfry.', 'text');
  return jobs.map((job) => (typeof job === 'object' && job !== null && !Array.isArray(job) ? job : {}));
}

/** Brackets outside of strings, in one pass. */
function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '[' || char === '{')) depth += 1;
    else if (!quoted && (char === ']' || char === '}')) depth -= 1;
    if (depth > DEPTH_LIMIT) throw new BelfryError('too-large', 'This JSON is nested too deeply.', 'text');
  }
}

/** Place of each job by its name, counting only those that are good: what is left out has no place. */
function placesOf(jobs: Written[], context: ExchangeContext): Map<string, number> {
  const alone = new Findings(context);
  const places = new Map<string, number>();
  for (const [at, job] of jobs.entries()) {
    const before = alone.jobs.length;
    alone.entry('', () => ({ ...(job as JobDraftInput), triggers: triggersOf(job, null, () => {}) }));
    const key = nameOf(job, at).trim().toLowerCase();
    if (alone.jobs.length > before && !places.has(key)) places.set(key, alone.jobs.length);
  }
  return places;
}

/** With `places` null those after other jobs are left out. */
function triggersOf(job: Written, places: Map<string, number> | null, left: (why: string) => void): TriggerSpec[] {
  if (job.triggers === undefined) return [];
  if (!Array.isArray(job.triggers)) throw refuse('triggers must be a list.');
  return job.triggers.flatMap((spec: Written): TriggerSpec[] => {
    if (spec?.kind === 'interval') return [{ ...spec, anchor: instant(spec.anchor) } as TriggerSpec];
    if (spec?.kind === 'once') return [{ ...spec, at: instant(spec.at) } as TriggerSpec];
    if (spec?.kind !== 'after') return [spec as TriggerSpec];
    const place = places?.get(String(spec.job).trim().toLowerCase());
    if (place !== undefined) return [{ ...spec, job: place } as TriggerSpec];
    left(`It came after “${String(spec.job)}”, which is not in this file, so that trigger was left out.`);
    return [];
  });
}

function instant(text: unknown): number {
  const at = typeof text === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw refuse('An instant is written in ISO 8601 and UTC, such as 2026-03-01T09:30:00.000Z.');
  return at;
}
