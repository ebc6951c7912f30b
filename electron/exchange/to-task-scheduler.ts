import type { ExchangeFile } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import type { Conditions } from '#contract/policy.ts';
import { callOf, variablesOf } from './calls.ts';
import { eachTrigger, exportEach, sayLost } from './exporting.ts';
import { type ExchangeContext, type Formatted, refuse, type Say } from './findings.ts';
import { writeDuration } from './iso-duration.ts';
import { slugs } from './names.ts';
import { TRIGGER_LIMIT, taskTriggers } from './to-task-triggers.ts';
import { quoteArgument } from './windows-words.ts';
import { escapeXml } from './xml.ts';

const POLICIES = { skip: 'IgnoreNew', queue: 'Queue', parallel: 'Parallel', replace: 'StopExisting' } as const;

/** A task for each job, for `schtasks /create /xml`. */
export function formatTasks(jobs: JobDraft[], context: ExchangeContext): Formatted {
  const names = slugs(jobs.map(({ name }) => name));
  return exportEach(jobs, (job, say, at) => [fileFor(job, names[at] as string, context, say)]);
}

function fileFor(job: JobDraft, name: string, context: ExchangeContext, say: Say): ExchangeFile {
  const exec = execOf(job, context, say);
  const triggers = eachTrigger(job, say, (spec, where) =>
    taskTriggers(spec, job, context, (text) => say(where, text, 'times')),
  );
  if (triggers.length > TRIGGER_LIMIT)
    throw refuse(`A task has at most ${TRIGGER_LIMIT} triggers, and this would need ${triggers.length}.`);
  if (job.policy.missed === 'all') say('', 'Windows makes up for all missed runs with one.', 'times');
  sayLost(
    job,
    'Task Scheduler',
    [
      'missed',
      'overlap',
      'timeout',
      'disabled',
      ...(hasWordsFor(job.policy.conditions) ? ['conditions' as const] : []),
      'retry',
    ],
    say,
  );
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escapeXml(job.description)}</Description>
    <URI>\\${escapeXml(job.name.replace(/[\\/:*?"<>|]/g, '-'))}</URI>
  </RegistrationInfo>
  <Triggers>
${triggers.map((lines) => `    ${lines}`).join('\n')}
  </Triggers>
${settingsOf(job)}
  <Actions Context="Author">
    <Exec>
${exec}
    </Exec>
  </Actions>
</Task>
`;
  return { name: `${name}.xml`, text };
}

const hasWordsFor = ({ outsideQuietHours, unmetered }: Conditions) => !outsideQuietHours && unmetered !== 'only';

function execOf(job: JobDraft, context: ExchangeContext, say: Say): string {
  const call = callOf(job, context.shell, say);
  const variables = variablesOf(job);
  if (variables.length > 0)
    say(
      '',
      `Windows sets no variables for one task: ${variables.map(([name]) => name).join(', ')} must be set for you.`,
      'refused',
    );
  const windows = /^[A-Za-z]:\\/.test(context.home);
  if (!windows) say('', 'It was written for this system: see that its program is there on Windows.');
  const [program, args] =
    'argv' in call
      ? [call.argv[0] ?? '', call.argv.slice(1).map(quoteArgument).join(' ')]
      : windows
        ? ['cmd.exe', `/d /s /c "${call.line}"`]
        : [call.shell, `-c ${quoteArgument(call.line)}`];
  const rows = [`<Command>${escapeXml(program)}</Command>`, `<Arguments>${escapeXml(args)}</Arguments>`];
  if (job.workingDirectory !== null)
    rows.push(`<WorkingDirectory>${escapeXml(job.workingDirectory)}</WorkingDirectory>`);
  return rows.map((row) => `      ${row}`).join('\n');
}

function settingsOf({ policy, enabled }: JobDraft): string {
  const { conditions, retry } = policy;
  const rows: [string, string | number | boolean][] = [
    ['MultipleInstancesPolicy', POLICIES[policy.overlap.mode]],
    ['DisallowStartIfOnBatteries', conditions.mains === 'only'],
    ['StopIfGoingOnBatteries', false],
    ['StartWhenAvailable', policy.missed !== 'skip'],
    ['RunOnlyIfNetworkAvailable', conditions.online],
    ['RunOnlyIfIdle', conditions.idleMs !== null],
    ['Enabled', enabled],
    ['ExecutionTimeLimit', policy.timeoutMs === null ? 'PT0S' : writeDuration(Math.ceil(policy.timeoutMs / 1000))],
  ];
  const idle =
    conditions.idleMs === null
      ? ''
      : `\n    <IdleSettings><Duration>${writeDuration(Math.ceil(conditions.idleMs / 1000))}</Duration><StopOnIdleEnd>false</StopOnIdleEnd></IdleSettings>`;
  const restart =
    retry.count === 0
      ? ''
      : `\n    <RestartOnFailure><Interval>${writeDuration(Math.max(60, Math.ceil(retry.delayMs / 1000)))}</Interval><Count>${retry.count}</Count></RestartOnFailure>`;
  return `  <Settings>\n${rows.map(([name, value]) => `    <${name}>${value}</${name}>`).join('\n')}${idle}${restart}\n  </Settings>`;
}
