import type { Action, ActionKind, ActionOf, Json } from '#contract/action.ts';
import { BelfryError } from '#contract/error.ts';
import { type JobChanges, type JobDraft, type JobSummary, type JobTrial, jobDraft } from '#contract/job.ts';
import type { Notifications } from '#contract/notification.ts';
import type { Policy } from '#contract/policy.ts';
import { type EventSpec, isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { ask, refusal } from '../api.ts';
import { type EmailForm, emailFormOf, emailOf } from './email-form.ts';
import { type HttpForm, httpFormOf, httpOf } from './http-form.ts';
import { newKey } from './keys.ts';
import { readLines, writeLines } from './lines.ts';
import { refusals } from './refusal-text.ts';
import { type ScriptForm, scriptAction, scriptForm } from './script-form.ts';
import { readDuration, spellDuration } from './spell.ts';
import { type SqlForm, sqlAction, sqlForm } from './sql-form.ts';

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

/** The editor's fields as typed. */
export interface Form {
  name: string;
  description: string;
  tags: string;
  kind: Action['kind'];
  by: 'shell' | 'program';
  line: string;
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
  policy: Policy;
  notifications: Notifications;
  late: string;
  /** Addresses as typed, separated by commas or blanks. */
  mailTo: string;
  webhooks: string;
  timeout: string;
  totalTimeout: string;
  retryDelay: string;
  retryCeiling: string;
  grace: string;
  /** Empty = any time. */
  catchUp: string;
  /** Codes with commas between. */
  exitCodes: string;
  idle: string;
  wait: string;
  environment: { key: number; name: string; value: string }[];
  workingDirectory: string;
}

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
  const settleMs = readDuration(event.settle);
  if (settleMs === null) throw refuse(refusals.noSettle, `${field}.settleMs`);
  return { kind: 'files', paths, settleMs };
}

const BLANK: JobDraft = jobDraft.parse({ name: '-', action: { kind: 'command', run: { by: 'shell', line: '-' } } });

/** A job yet to be described; `policy` is what the settings say of new jobs. */
export function blankForm(policy: Partial<Policy> = {}): Form {
  const action: Action = { kind: 'command', run: { by: 'shell', line: '' } };
  const draft = { ...BLANK, policy: { ...BLANK.policy, ...policy }, name: '', action };
  return { ...formOf(draft, []), triggers: [emptyTrigger()] };
}

export function formOfJob(job: JobSummary): Form {
  const triggers = job.triggers.map(({ spec }, at): TriggerText => {
    const text = job.schedule[at] ?? (spec.kind === 'cron' ? spec.expression : '');
    if (!isTimed(spec)) return { ...emptyTrigger(), event: eventFormOf(spec) };
    return { ...emptyTrigger(), text, stored: { text, spec } };
  });
  return formOf(job, triggers.length > 0 ? triggers : [emptyTrigger()]);
}

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
    line: run?.by === 'shell' ? run.line : '',
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
    policy,
    notifications,
    late: spellDuration(notifications.lateMs ?? LATE_MS),
    mailTo: notifications.email.join(', '),
    webhooks: notifications.webhooks.join(' '),
    timeout: policy.timeoutMs === null ? '' : spellDuration(policy.timeoutMs),
    totalTimeout: policy.totalTimeoutMs === null ? '' : spellDuration(policy.totalTimeoutMs),
    retryDelay: spellDuration(policy.retry.delayMs),
    retryCeiling: spellDuration(policy.retry.ceilingMs),
    grace: spellDuration(policy.graceMs),
    catchUp: policy.catchUpWindowMs === null ? '' : spellDuration(policy.catchUpWindowMs),
    exitCodes: policy.success.exitCodes.join(', '),
    idle: policy.conditions.idleMs === null ? '' : spellDuration(policy.conditions.idleMs),
    wait: spellDuration(policy.conditions.waitMs),
    environment: environmentRows(job.environment),
    workingDirectory: job.workingDirectory ?? '',
  };
}

/** From when on a run counts as late, when that is switched on. */
const LATE_MS = 10 * 60_000;

const refuse = (message: string, field: string) => new BelfryError('invalid', message, field);

/** Each kind of action, from the fields as typed. */
const ACTIONS: { [K in ActionKind]: (form: Form) => ActionOf<K> } = {
  command: ({ by, line, program, args }) => ({
    kind: 'command',
    run: by === 'shell' ? { by, line } : { by, program: program.trim(), args: readLines(args) },
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

function policyOf(form: Form): Policy {
  const { policy } = form;
  const { retry } = policy;
  const delayMs = needed(form.retryDelay, 'policy.retry.delayMs');
  const ceilingMs = needed(form.retryCeiling, 'policy.retry.ceilingMs');
  const conditions = {
    ...policy.conditions,
    idleMs: optional(form.idle, 'policy.conditions.idleMs'),
    waitMs: needed(form.wait, 'policy.conditions.waitMs'),
  };
  return {
    ...policy,
    conditions,
    timeoutMs: optional(form.timeout, 'policy.timeoutMs'),
    totalTimeoutMs: optional(form.totalTimeout, 'policy.totalTimeoutMs'),
    graceMs: needed(form.grace, 'policy.graceMs'),
    catchUpWindowMs: optional(form.catchUp, 'policy.catchUpWindowMs'),
    // A wait that was made longer takes the longest with it; what was not touched stays as it is.
    retry: { ...retry, delayMs, ceilingMs: delayMs === retry.delayMs ? ceilingMs : Math.max(ceilingMs, delayMs) },
    success: { ...policy.success, exitCodes: exitCodesOf(form.exitCodes) },
  };
}

function exitCodesOf(typed: string): number[] {
  const codes = typed.split(/[\s,]+/).filter(Boolean);
  const isCode = (code: string) => /^\d{1,3}$/.test(code) && Number(code) <= 255;
  if (codes.length === 0 || !codes.every(isCode)) throw refuse(refusals.noCodes, 'policy.success.exitCodes');
  return codes.map(Number);
}

function notificationsOf({ notifications, late, mailTo, webhooks }: Form): Notifications {
  const list = (typed: string, between: RegExp) => [
    ...new Set(
      typed
        .split(between)
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ];
  return {
    ...notifications,
    lateMs: notifications.lateMs === null ? null : needed(late, 'notifications.lateMs'),
    // A mail address may carry a name with blanks, a URL none.
    email: list(mailTo, /[,;\n]/),
    webhooks: list(webhooks, /\s+/),
  };
}

const optional = (typed: string, field: string) => (typed.trim() === '' ? null : needed(typed, field));

function needed(typed: string, field: string): number {
  const ms = readDuration(typed);
  if (ms === null) throw refuse(refusals.noTime, field);
  return ms;
}

export const environmentRows = (variables: Record<string, string>): Form['environment'] =>
  Object.entries(variables).map(([name, value]) => ({ key: newKey(), name, value }));

/** Variables by name, without rows left empty. @throws BelfryError for a name written twice */
export function environmentOf(typed: Form['environment']): Record<string, string> {
  const rows = typed.filter(({ name, value }) => name.trim() !== '' || value !== '');
  const names = rows.map(({ name }) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(refusals.variableTwice(twice), 'environment');
  return Object.fromEntries(rows.map(({ value }, at) => [names[at] ?? '', value]));
}

export const readTags = (text: string) => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((tag) => tag.replace(/^#/, ''))
      .filter(Boolean),
  ),
];

/** What a trigger field says now: the stored spec while untouched, else the text. */
export const scheduleOf = ({ text, stored }: TriggerText) =>
  stored && stored.text === text ? stored.spec : text.trim();

async function specsOf(form: Form, policy: Policy): Promise<TriggerSpec[]> {
  const { gap, repeat } = policy;
  const zone = form.zone || null;
  return Promise.all(
    form.triggers.flatMap((trigger, at) => {
      if (trigger.event) return [Promise.resolve(eventSpecOf(trigger.event, `triggers.${at}`))];
      const schedule = scheduleOf(trigger);
      if (schedule === '') return [];
      if (typeof schedule === 'object') return [Promise.resolve(schedule)];
      return [ask('schedule.read', { schedule, zone, gap, repeat, count: 0 }).then(({ spec }) => spec, atTrigger(at))];
    }),
  );
}

const atTrigger = (at: number) => (error: unknown) => {
  throw new BelfryError(refusal(error)?.code ?? 'invalid', (error as Error).message, `triggers.${at}`);
};

/** The form as a draft. Throws BelfryError naming the field at fault. */
export async function draftOf(form: Form): Promise<Omit<JobDraft, 'enabled'>> {
  const policy = policyOf(form);
  return {
    name: form.name,
    description: form.description,
    tags: readTags(form.tags),
    triggers: await specsOf(form, policy),
    zone: form.zone || null,
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
