import type { ActionOf } from '#contract/action.ts';
import type { JobDraftInput } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { type ExchangeContext, Findings, gather, type Parsed, refuse, type Say } from './findings.ts';
import { readDuration } from './iso-duration.ts';
import { nameFrom } from './names.ts';
import { TOGETHER } from './overlap.ts';
import { readTrigger } from './task-triggers.ts';
import { quoteArgument, splitArguments } from './windows-words.ts';
import { child, childText, type Element, readXml, splitDocuments } from './xml.ts';

/** What a task has that does not say (Task Scheduler's schema). */
const LIMIT = 'PT72H';

/** Tasks, one after the other, as `schtasks /query /xml` and an export write them. */
export function parseTasks(text: string, context: ExchangeContext): Parsed {
  const found = new Findings(context);
  const documents = splitDocuments(text, 'Task');
  const file = context.name
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\.xml$/i, '');
  for (const [at, document] of documents.entries()) {
    const where = document.name ?? (documents.length > 1 ? `task ${at + 1}` : (file ?? 'task'));
    found.entry(where, (say) => draftOf(readXml(document.text), where, context, say));
  }
  return found;
}

/** The tasks of the system itself, which nobody wrote, taken out of a listing. */
export const withoutSystemTasks = (text: string): string =>
  splitDocuments(text, 'Task')
    .filter(({ name, text: task }) => !/^\\Microsoft\\/i.test(name ?? '') && !/<URI>\s*\\Microsoft\\/i.test(task))
    .map(({ text: task }) => task)
    .join('\n');

function draftOf(task: Element, where: string, context: ExchangeContext, say: Say): JobDraftInput {
  const info = child(task, 'RegistrationInfo');
  const path = childText(info, 'URI') ?? where;
  const triggers = gather(
    child(task, 'Triggers')?.children ?? [],
    say,
    ({ name }) => `${where}, ${name}`,
    (element) => readTrigger(element, context, (text, kind) => say(`${where}, ${element.name}`, text, kind)),
  );
  if (triggers.length === 0) say(`${where}, Triggers`, 'It has no trigger: it runs by hand only.');
  sayPrincipal(child(task, 'Principals'), where, say);
  return {
    name: nameFrom(path.split('\\').at(-1) || where),
    description: childText(info, 'Description') ?? '',
    ...workOf(child(task, 'Actions'), where, say),
    enabled: childText(child(task, 'Settings'), 'Enabled') !== 'false',
    triggers: distinct(triggers),
    zone: context.here === context.zone || !triggers.some(isTimed) ? null : context.here,
    policy: policyOf(child(task, 'Settings'), where, say),
  };
}

const distinct = <T>(values: T[]): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];

function sayPrincipal(principals: Element | undefined, where: string, say: Say): void {
  const principal = child(principals, 'Principal');
  if (childText(principal, 'RunLevel') === 'HighestAvailable')
    say(`${where}, RunLevel`, 'It ran with the highest rights; Belfry runs it with yours.');
  const user = childText(principal, 'UserId') ?? '';
  if (/^(S-1-5-(18|19|20)|.*SYSTEM|.*(LOCAL|NETWORK) SERVICE)$/i.test(user))
    say(`${where}, UserId`, 'It ran as the system; Belfry runs it as you.');
}

type Command = { program: string; args: string; folder: string | undefined };

function workOf(
  actions: Element | undefined,
  where: string,
  say: Say,
): Pick<JobDraftInput, 'action' | 'workingDirectory'> {
  const commands = (actions?.children ?? []).flatMap((action): Command[] => {
    const program = childText(action, 'Command')?.replace(/^"(.*)"$/, '$1');
    if (action.name !== 'Exec' || !program) {
      say(`${where}, ${action.name}`, `Belfry has no ${action.name}, so that was left out.`, 'refused');
      return [];
    }
    return [{ program, args: childText(action, 'Arguments') ?? '', folder: childText(action, 'WorkingDirectory') }];
  });
  const [first] = commands;
  if (!first) throw refuse('It starts no program.');
  const variables = commands.some(({ program, args }) => /%[^%\s]+%/.test(`${program} ${args}`));
  if (variables) say(`${where}, Exec`, 'The command shell starts it, to put in the variables.');
  else if (commands.length > 1) say(`${where}, Exec`, 'The command shell starts its programs one after the other.');
  const inShell = variables || commands.length > 1;
  const run: ActionOf<'command'>['run'] = inShell
    ? { by: 'shell', line: commands.map(({ program, args }) => `${quoteArgument(program)} ${args}`.trim()).join(' & ') }
    : { by: 'program', program: first.program, args: splitArguments(first.args) };
  return { action: { kind: 'command', run }, workingDirectory: first.folder?.replace(/^"(.*)"$/, '$1') || null };
}

function policyOf(settings: Element | undefined, where: string, say: Say): JobDraftInput['policy'] {
  const flag = (name: string, usual: boolean) => (childText(settings, name) ?? String(usual)) === 'true';
  const late = flag('StartWhenAvailable', false);
  const limit = readDuration(childText(settings, 'ExecutionTimeLimit') ?? LIMIT);
  const mains = flag('DisallowStartIfOnBatteries', true);
  if (mains && flag('StopIfGoingOnBatteries', true))
    say(`${where}, StopIfGoingOnBatteries`, 'Belfry does not stop a run when the power goes.', 'refused');
  if (flag('WakeToRun', false)) say(`${where}, WakeToRun`, 'Belfry does not wake a sleeping computer.', 'refused');
  const idle = flag('RunOnlyIfIdle', false)
    ? readDuration(childText(child(settings, 'IdleSettings'), 'Duration') ?? 'PT10M')
    : null;
  const restart = child(settings, 'RestartOnFailure');
  return {
    missed: late ? 'once' : 'skip',
    ...(late && { catchUpWindowMs: null }),
    overlap: overlapOf(childText(settings, 'MultipleInstancesPolicy') ?? 'IgnoreNew'),
    timeoutMs: limit === 0 ? null : limit * 1000,
    ...(restart && {
      retry: {
        count: Math.min(100, Number(childText(restart, 'Count')) || 0),
        delayMs: readDuration(childText(restart, 'Interval') ?? 'PT1M') * 1000,
        ceilingMs: Math.max(900_000, readDuration(childText(restart, 'Interval') ?? 'PT1M') * 1000),
      },
    }),
    conditions: {
      mains: mains ? 'only' : 'settings',
      online: flag('RunOnlyIfNetworkAvailable', false),
      idleMs: idle === null ? null : idle * 1000,
    },
  };
}

function overlapOf(policy: string) {
  switch (policy) {
    case 'Parallel':
      return TOGETHER;
    case 'Queue':
      return { mode: 'queue', limit: 1 } as const;
    case 'StopExisting':
      return { mode: 'replace' } as const;
    default:
      return { mode: 'skip' } as const;
  }
}
