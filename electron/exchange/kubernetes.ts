import type { JobDraftInput } from '#contract/job.ts';
import type { DaylightSaving } from '#contract/policy.ts';
import { isTimeZone } from '#contract/time.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { type ExchangeContext, Findings, type Parsed, refuse, type Say } from './findings.ts';
import { cron, OWN_RULE, ruleFor } from './instants.ts';
import { everySeconds } from './intervals.ts';
import { at, list, number, readYaml, string, within, type Yaml } from './kubernetes-fields.ts';
import { nameFrom } from './names.ts';
import { TOGETHER } from './overlap.ts';
import { MACROS, readVixie } from './vixie-fields.ts';

/** The schedules of its controller: a time that the clocks leave out is skipped, a repeated one rings twice. */
export const KUBERNETES_RULE: DaylightSaving = { gap: 'skip', repeat: 'both' };
export const RETRY = { delayMs: 10_000, backoff: 'exponential', ceilingMs: 360_000 } as const;
const RETRIES = 6;

/** CronJobs among the documents of a manifest. */
export function parseKubernetes(text: string, context: ExchangeContext): Parsed {
  const found = new Findings(context);
  const objects = readYaml(text).flatMap((one) => (at(one, 'kind') === 'List' ? list(at(one, 'items')) : [one]));
  for (const [index, object] of objects.entries()) {
    if (object === null || object === undefined) continue;
    const name = string(within(object, 'metadata', 'name')) ?? `object ${index + 1}`;
    found.entry(name, (say) => {
      if (at(object, 'kind') !== 'CronJob')
        throw refuse(`It is a ${string(at(object, 'kind')) ?? 'something'}, no CronJob.`);
      return draftOf(name, at(object, 'spec'), context, say);
    });
  }
  return found;
}

function draftOf(name: string, spec: Yaml | undefined, context: ExchangeContext, say: Say): JobDraftInput {
  const job = within(spec, 'jobTemplate', 'spec');
  const pod = within(job, 'template', 'spec');
  const { trigger, zone, rule } = whenOf(name, spec, context, say);
  const containers = list(at(pod, 'containers'));
  if (containers.length !== 1) throw refuse(`It has ${containers.length} containers, and a job starts one program.`);
  if (list(at(pod, 'initContainers')).length > 0)
    say(`${name}, initContainers`, 'What runs before the container was left out.', 'refused');
  if (list(at(pod, 'volumes')).length > 0)
    say(`${name}, volumes`, 'Volumes were left out: the job sees the files of this computer.');
  for (const key of ['parallelism', 'completions'])
    if ((number(at(job, key)) ?? 1) !== 1) say(`${name}, ${key}`, 'It starts one program, not several.', 'refused');
  const deadline = number(at(spec, 'startingDeadlineSeconds'));
  const total = number(at(job, 'activeDeadlineSeconds')) ?? number(at(pod, 'activeDeadlineSeconds'));
  return {
    name: nameFrom(name),
    description: string(within(spec, 'jobTemplate', 'metadata', 'annotations', 'description')) ?? '',
    ...workOf(name, containers[0] as Yaml, say),
    enabled: at(spec, 'suspend') !== true,
    triggers: [trigger],
    zone: zone === context.zone ? null : zone,
    policy: {
      missed: 'once',
      catchUpWindowMs: deadline === undefined ? null : deadline * 1000,
      ...(deadline !== undefined && { graceMs: Math.min(60_000, deadline * 1000) }),
      overlap: overlapOf(string(at(spec, 'concurrencyPolicy')) ?? 'Allow'),
      retry: { ...RETRY, count: Math.min(100, number(at(job, 'backoffLimit')) ?? RETRIES) },
      totalTimeoutMs: total === undefined ? null : total * 1000,
      ...rule,
    },
  };
}

function overlapOf(policy: string) {
  switch (policy) {
    case 'Allow':
      return TOGETHER;
    case 'Forbid':
      return { mode: 'skip' } as const;
    case 'Replace':
      return { mode: 'replace' } as const;
    default:
      throw refuse(`concurrencyPolicy has no ${policy}.`);
  }
}

function whenOf(name: string, spec: Yaml | undefined, { now }: ExchangeContext, say: Say) {
  const given = string(at(spec, 'schedule'))?.trim();
  if (!given) throw refuse('It has no schedule.');
  const [, prefix, text = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(given) ?? [];
  const zone = string(at(spec, 'timeZone')) ?? prefix ?? 'UTC';
  if (!isTimeZone(zone)) throw refuse(`timeZone names no time zone that is known here: ${zone}.`);
  if (zone === 'UTC' && at(spec, 'timeZone') === undefined && prefix === undefined)
    say(`${name}, timeZone`, 'It names no zone, so it is read in UTC, as most clusters do.', 'times');
  const every = /^@every\s+((?:\d+(?:\.\d+)?(?:h|m|s))+)$/.exec(text);
  if (every) {
    say(`${name}, schedule`, 'The cluster counts it from the start of its controller, Belfry from now on.', 'times');
    const trigger: TimedSpec = everySeconds(secondsOf(every[1] as string), now);
    return { trigger, zone, rule: OWN_RULE };
  }
  const fields = (MACROS[text.toLowerCase()] ?? text).split(/\s+/);
  if (fields.length !== 5) throw refuse(`schedule: “${text.slice(0, 60)}” has not five fields.`);
  const trigger = cron(readVixie(fields, { kubernetes: true }).expression);
  const rule = ruleFor([trigger], zone, KUBERNETES_RULE, now);
  if (rule !== OWN_RULE)
    say(
      `${name}, change of clocks`,
      'As in a cluster, it does not ring in the hour that the clocks leave out, and twice in a repeated one; Belfry’s own rule is another.',
    );
  return { trigger, zone, rule };
}

function secondsOf(text: string): number {
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)([hms])/g))
    seconds += Number(count) * { h: 3600, m: 60, s: 1 }[unit as 'h'];
  if (!Number.isInteger(seconds) || seconds < 1) throw refuse(`@every ${text} is no interval of whole seconds.`);
  return seconds;
}

function workOf(
  name: string,
  container: Yaml,
  say: Say,
): Pick<JobDraftInput, 'action' | 'environment' | 'workingDirectory'> {
  const command = list(at(container, 'command')).map((word) => string(word) ?? '');
  if (command.length === 0) throw refuse('Its program is named in its image only: give the container a command.');
  const environment = environmentOf(name, container, say);
  const words = [...command, ...list(at(container, 'args')).map((word) => string(word) ?? '')];
  const [program = '', ...args] = words.map((word) => expanded(word, environment));
  const image = string(at(container, 'image'));
  say(
    `${name}, image`,
    `It runs on this computer, not in ${image === undefined ? 'an image' : `the image ${image}`}: its program must be here.`,
  );
  return {
    action: { kind: 'command', run: { by: 'program', program, args } },
    environment,
    workingDirectory: string(at(container, 'workingDir')) ?? null,
  };
}

/** Kubernetes puts in `$(NAME)` itself where it knows it, and reads `$$(` as `$(`. */
function expanded(word: string, environment: Record<string, string>): string {
  return word.replace(/\$(\$|\(([\w.-]+)\))/g, (whole, first: string, name?: string) => {
    if (first === '$') return '$';
    const value = name === undefined ? undefined : environment[name];
    if (value?.includes('${secret:'))
      throw refuse(`Its command holds the secret in ${name}, which a list of processes would show.`);
    return value ?? whole;
  });
}

function environmentOf(name: string, container: Yaml, say: Say): Record<string, string> {
  const environment: Record<string, string> = {};
  if (list(at(container, 'envFrom')).length > 0)
    say(
      `${name}, envFrom`,
      'Variables of config maps and secrets were not read; add them to the job’s environment.',
      'refused',
    );
  for (const variable of list(at(container, 'env'))) {
    const key = string(at(variable, 'name')) ?? '';
    const secret = within(variable, 'valueFrom', 'secretKeyRef');
    if (at(variable, 'valueFrom') === undefined || at(variable, 'valueFrom') === null)
      environment[key] = expanded(string(at(variable, 'value')) ?? '', environment);
    else if (secret) {
      const wanted = `${string(at(secret, 'name'))}.${string(at(secret, 'key'))}`
        .replace(/^[^A-Za-z_]/, '_$&')
        .replace(/[^\w.-]/g, '_');
      environment[key] = `\${secret:${wanted}}`;
      say(
        `${name}, env ${key}`,
        `It takes the secret ${wanted}: give it its value in Settings, or with belfry secret set.`,
      );
    } else say(`${name}, env ${key}`, 'Its value is known to the cluster only, so it was left out.', 'refused');
  }
  return environment;
}
