import { stringify } from 'yaml';
import type { JobDraft } from '#contract/job.ts';
import { argvOf, callOf, variablesOf } from './calls.ts';
import { calendarRules, eachTrigger, exportEach, noSuchTrigger, sayLost } from './exporting.ts';
import type { ExchangeContext, Formatted, Say } from './findings.ts';
import { KUBERNETES_RULE } from './kubernetes.ts';
import { slugs } from './names.ts';
import { type Rule, ringsAlike } from './rules.ts';
import { vixieText } from './to-crontab.ts';

const IMAGE = 'alpine:3';
const CONCURRENCY = { skip: 'Forbid', queue: 'Forbid', parallel: 'Allow', replace: 'Replace' } as const;

/** A CronJob for each schedule of each job, in one manifest. */
export function formatKubernetes(jobs: JobDraft[], context: ExchangeContext): Formatted {
  const names = slugs(jobs.map(({ name }) => name));
  const { files, notes } = exportEach(jobs, (job, say, at) => {
    const template = templateOf(job, say);
    const rules = eachTrigger(job, say, (spec, where) => {
      if (spec.kind !== 'cron' && spec.kind !== 'interval') return noSuchTrigger(spec);
      return calendarRules(spec, job, context, false, (text) => say(where, text, 'times')).map((rule) => {
        const schedule = vixieText(rule);
        if (!ringsAlike(rule, KUBERNETES_RULE, context.now))
          say(where, 'At a change of clocks a cluster rings it by its own rule, which is another.', 'times');
        return { rule, schedule };
      });
    });
    const name = names[at] as string;
    return rules.map(({ rule, schedule }, index) => {
      const own = rules.length > 1 ? `${name.slice(0, 48)}-${index + 1}` : name;
      return { name: own, text: stringify(cronJob(own, job, rule, schedule, template), { lineWidth: 0 }) };
    });
  });
  const text = files.map((file) => file.text).join('---\n');
  return { files: text === '' ? [] : [{ name: 'cronjobs.yaml', text }], notes };
}

function cronJob(name: string, job: JobDraft, { zone }: Rule, schedule: string, template: object): object {
  const { missed, catchUpWindowMs, graceMs, overlap } = job.policy;
  const late = missed === 'skip' ? graceMs : catchUpWindowMs;
  return {
    ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name } },
    spec: {
      schedule,
      timeZone: zone === 'UTC' ? 'Etc/UTC' : zone,
      ...(job.enabled ? {} : { suspend: true }),
      concurrencyPolicy: CONCURRENCY[overlap.mode],
      ...(late === null ? {} : { startingDeadlineSeconds: Math.max(10, Math.ceil(late / 1000)) }),
      jobTemplate: template,
    },
  };
}

function templateOf(job: JobDraft, say: Say): object {
  const { policy, description } = job;
  const call = callOf(job, '/bin/sh', say);
  const env = variablesOf(job).map(([name, value]) => ({ name, value: plainDollars(value) }));
  say('', `Name the image that holds its program in place of ${IMAGE}.`);
  if (policy.missed === 'all') say('', 'A cluster makes up for all missed runs with one.', 'times');
  if (policy.overlap.mode === 'queue')
    say('', 'A cluster does not queue: what meets a run that has not ended is let go.', 'times');
  sayLost(job, 'A CronJob', ['missed', 'overlap', 'total', 'retry', 'disabled'], say);
  return {
    ...(description === '' ? {} : { metadata: { annotations: { description } } }),
    spec: {
      backoffLimit: policy.retry.count,
      ...(policy.totalTimeoutMs === null ? {} : { activeDeadlineSeconds: Math.ceil(policy.totalTimeoutMs / 1000) }),
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              ...{ name: 'job', image: IMAGE, command: argvOf(call).map(plainDollars) },
              ...(env.length > 0 && { env }),
              ...(job.workingDirectory === null ? {} : { workingDir: job.workingDirectory }),
            },
          ],
        },
      },
    },
  };
}

/** Kubernetes reads `$$` as a dollar and `$(NAME)` as a variable. */
const plainDollars = (text: string): string => text.replace(/\$(?=[$(])/g, '$$$$');
