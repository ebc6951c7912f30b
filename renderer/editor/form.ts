import type { Action, ActionKind, ActionOf, Json } from '#contract/action.ts';
import type { BelfryError } from '#contract/error.ts';
import { type JobChanges, type JobDraft, type JobSummary, type JobTrial, jobDraft } from '#contract/job.ts';
import type { Policy } from '#contract/policy.ts';
import { type EmailForm, emailFormOf, emailOf } from './email-form.ts';
import { environmentOf, environmentRows, type VariableText } from './environment-form.ts';
import { type HttpForm, httpFormOf, httpOf } from './http-form.ts';
import { newKey } from './keys.ts';
import { readLines, writeLines } from './lines.ts';
import { type NotifyForm, notificationsOf, notifyFormOf } from './notify-form.ts';
import { type PolicyForm, policyFormOf, policyOf } from './policy-form.ts';
import { refusals } from './refusal-text.ts';
import { type ScriptForm, scriptAction, scriptForm } from './script-form.ts';
import { type SqlForm, sqlAction, sqlForm } from './sql-form.ts';
import { readStop, writeStop } from './stop-line.ts';
import { emptyTrigger, specsOf, type TriggerText, triggerFormOf } from './trigger-form.ts';
import { refuse } from './typed.ts';

/** The editor's fields as typed. */
export interface Form extends PolicyForm, NotifyForm {
  name: string;
  description: string;
  tags: string;
  kind: Action['kind'];
  by: 'shell' | 'program';
  line: string;
  /** Whether the line is to stop at its first error. */
  stops: boolean;
  program: string;
  /** One argument a line. */
  args: string;
  module: string;
  exported: string;
  json: string;
  script: ScriptForm;
  http: HttpForm;
  email: EmailForm;
  sql: SqlForm;
  triggers: TriggerText[];
  zone: string;
  environment: VariableText[];
  workingDirectory: string;
}

const BLANK: JobDraft = jobDraft.parse({ name: '-', action: { kind: 'command', run: { by: 'shell', line: '-' } } });

/** A job yet to be described; `policy` is what the settings say of new jobs. */
export function blankForm(policy: Partial<Policy> = {}): Form {
  const action: Action = { kind: 'command', run: { by: 'shell', line: '' } };
  const draft = { ...BLANK, policy: { ...BLANK.policy, ...policy }, name: '', action };
  return formOf(draft, [emptyTrigger()]);
}

export const formOfJob = (job: JobSummary): Form => formOf(job, triggerFormOf(job));

function formOf(job: Omit<JobDraft, 'triggers'>, triggers: TriggerText[]): Form {
  const { action, policy, notifications } = job;
  const run = action.kind === 'command' ? action.run : null;
  const call = action.kind === 'function' ? action : null;
  return {
    name: job.name,
    description: job.description,
    tags: job.tags.map((tag) => `#${tag}`).join(' '),
    kind: action.kind,
    by: run?.by ?? 'shell',
    ...readStop(run?.by === 'shell' ? run.line : ''),
    program: run?.by === 'program' ? run.program : '',
    args: run?.by === 'program' ? writeLines(run.args) : '',
    module: call?.module ?? '',
    exported: call?.export ?? '',
    json: JSON.stringify(call?.args ?? []),
    script: scriptForm(action.kind === 'script' ? action : null),
    http: httpFormOf(action.kind === 'http' ? action : null),
    email: emailFormOf(action.kind === 'email' ? action : null),
    sql: sqlForm(action.kind === 'sql' ? action : null),
    triggers,
    zone: job.zone ?? '',
    ...policyFormOf(policy),
    ...notifyFormOf(notifications),
    environment: environmentRows(job.environment),
    workingDirectory: job.workingDirectory ?? '',
  };
}

/** Each kind of action, from the fields as typed. */
const ACTIONS: { [K in ActionKind]: (form: Form) => ActionOf<K> } = {
  command: ({ by, line, stops, program, args }) => ({
    kind: 'command',
    run: by === 'shell' ? { by, line: writeStop(line, stops) } : { by, program: program.trim(), args: readLines(args) },
  }),
  script: ({ script }) => scriptAction(script),
  http: ({ http }) => httpOf(http),
  email: ({ email }) => emailOf(email),
  sql: ({ sql }) => sqlAction(sql),
  function: ({ module, exported, json }) => ({
    ...{ kind: 'function', module: module.trim(), export: exported.trim(), args: readArguments(json) },
  }),
};

function readArguments(text: string): Json[] {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '[]' : text);
  } catch {
    throw refuse(refusals.noJson, 'action.args');
  }
  if (!Array.isArray(value)) throw refuse(refusals.noList, 'action.args');
  return value;
}

export const readTags = (text: string) => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((tag) => tag.replace(/^#/, ''))
      .filter(Boolean),
  ),
];

/** The form as a draft. Throws BelfryError naming the field at fault. */
export async function draftOf(form: Form): Promise<Omit<JobDraft, 'enabled'>> {
  const { gap, repeat } = policyOf(form);
  const zone = form.zone || null;
  return {
    name: form.name,
    description: form.description,
    tags: readTags(form.tags),
    triggers: await specsOf(form.triggers, { zone, gap, repeat }),
    zone,
    notifications: notificationsOf(form),
    ...trialOf(form),
  };
}

/** What a test run needs of the form. Throws BelfryError naming the field at fault. */
export function trialOf(form: Form): JobTrial {
  return {
    action: ACTIONS[form.kind](form),
    policy: policyOf(form),
    environment: environmentOf(form.environment),
    workingDirectory: form.workingDirectory.trim() || null,
  };
}

/** Only what differs from the job, so that an edit undoes nobody else's. */
export function changesTo(job: JobSummary, draft: Omit<JobDraft, 'enabled'>): JobChanges {
  const before: Record<string, unknown> = { ...job, triggers: job.triggers.map(({ spec }) => spec) };
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => plain(value) !== plain(before[name])));
}

/** As text, whatever the order of the fields. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The same fields for a form of their own: rows named anew, so that none has the name of another. */
export const renewed = (form: Form): Form => ({
  ...form,
  triggers: form.triggers.map((one) => ({ ...one, key: newKey() })),
  environment: form.environment.map((row) => ({ ...row, key: newKey() })),
  http: { ...form.http, headers: form.http.headers.map((row) => ({ ...row, key: newKey() })) },
});

/** The sentence to show at a field: paths match as far as the field's own. */
export function problemAt(error: BelfryError | null, ...paths: string[]): string | null {
  const field = error?.field?.replace(/^changes\./, '');
  if (!error || !field) return null;
  return paths.some((path) => field === path || field.startsWith(`${path}.`)) ? error.message : null;
}
