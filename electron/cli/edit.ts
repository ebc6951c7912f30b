import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { JobChanges, JobDraftInput } from '#contract/job.ts';
import type { Client } from '#doors/client.ts';
import { addEmailResets } from './email-options.ts';
import { UsageError } from './failure.ts';
import { addHttpResets } from './http-options.ts';
import { addJobOptions, type JobOptions, KIND_OPTIONS, readAction, readPolicy } from './job-options.ts';
import { readKeep } from './keep-options.ts';
import { jobText } from './list.ts';
import { readNotifications } from './notify-options.ts';
import { addScriptResets } from './script-options.ts';
import { addCommand, type Session } from './session.ts';
import { jobDetail } from './shapes.ts';
import { plain } from './table.ts';
import { readTriggers } from './trigger-options.ts';

/** `add`, `edit`, `rm`, `enable` and `disable`. */
export function addEditCommands(program: Command): void {
  const add = addCommand<[string | undefined, JobOptions & { disabled?: boolean }]>(
    program,
    'add [schedule]',
    'add a job; without a schedule it runs by hand only',
    async (session, schedule, options) => {
      const draft = draftOf(options);
      const client = await session.client();
      const words = [...(schedule === undefined ? [] : [schedule]), ...(options.schedule || [])];
      const triggers = (await readTriggers(client, { ...options, schedule: words })) ?? [];
      const { id } = await client.request('jobs.create', { ...draft, triggers });
      return printJob(session, client, id);
    },
  ).option('--name <name>', 'its name (needed)');
  addJobOptions(add).option('--disabled', 'do not let it ring yet');

  const edit = addCommand<[string, JobOptions & { rename?: string }]>(
    program,
    'edit <job>',
    'change what is named of a job; a new schedule takes the place of the old',
    async (session, name, options) => {
      const client = await session.client();
      const job = await client.request('jobs.get', { job: name });
      const changes = changesOf(options, job);
      const triggers = await readTriggers(client, { ...options, tz: options.tz ?? job.zone ?? undefined });
      if (triggers) changes.triggers = triggers;
      if (Object.keys(changes).length === 0) throw new UsageError('Name something to change; see belfry edit --help.');
      await client.request('jobs.update', { job: job.id, changes });
      return printJob(session, client, job.id);
    },
  ).option('--name, --rename <name>', 'its new name');
  addScriptResets(addHttpResets(addEmailResets(addJobOptions(edit))))
    .option('--no-schedule', 'let it run by hand only')
    .option('--no-tz', 'go back to the time zone of the settings')
    .option('--no-tag', 'take all tags off')
    .option('--no-timeout', 'let it take its time')
    .option('--no-keep', 'keep its runs as the settings say')
    .option('--no-keep-awake', 'let the computer fall asleep while it runs')
    .option('--no-if', 'take all conditions off')
    .option('--no-even', 'let Settings hold it, on battery and metered networks')
    .option('--no-notify-email', 'tell nobody by e-mail')
    .option('--no-webhook', 'send no messages')
    .option('--no-ping', 'tell no dead-man endpoint')
    .option('--no-env', 'take all variables off')
    .option('--no-cwd', 'run in the home folder');

  addCommand<[string]>(program, 'rm <job>', 'move a job with its history to the Trash', async (session, name) => {
    const client = await session.client();
    const job = await client.request('jobs.get', { job: name });
    await client.request('jobs.remove', { job: job.id });
    session.print(jobDetail(job), () => `Moved “${plain(job.name)}” to the Trash.`);
    return undefined;
  });
  addSwitch(program, 'enable', 'let a job ring', true);
  addSwitch(program, 'disable', 'let a job ring no more; it can still be run by hand', false);
}

function addSwitch(program: Command, verb: string, description: string, enabled: boolean): void {
  addCommand<[string]>(program, `${verb} <job>`, description, async (session, name) => {
    const client = await session.client();
    const { id } = await client.request('jobs.setEnabled', { job: name, enabled });
    return printJob(session, client, id);
  });
}

function draftOf(options: JobOptions & { disabled?: boolean }): JobDraftInput {
  if (options.name === undefined) throw new UsageError('Give the job a name with --name.', 'name');
  const action = readAction(options);
  if (!action) throw new UsageError(`Say what to do with ${KIND_OPTIONS}.`, 'command');
  return {
    name: options.name,
    description: options.description,
    action,
    tags: options.tag || undefined,
    enabled: options.disabled ? false : undefined,
    zone: options.tz || null,
    policy: readPolicy(options, {}),
    notifications: readNotifications(options, {}) ?? {},
    environment: options.env || {},
    workingDirectory: options.cwd ? resolve(options.cwd) : null,
  };
}

type Editable = Required<Pick<JobChanges, 'action' | 'policy' | 'notifications' | 'environment'>>;

function changesOf(options: JobOptions & { rename?: string }, job: Editable): JobChanges {
  const action = readAction(options, job.action);
  const notifications = readNotifications(options, job.notifications);
  const { missed, overlap, timeout, retries, even, unmet, keepAwake } = options;
  const rules = [missed, overlap, timeout, retries, options.if, even, unmet, keepAwake, readKeep(options, {})];
  const anyPolicy = rules.some((value) => value !== undefined && value !== null);
  const name = options.rename ?? options.name;
  return {
    ...(name !== undefined && { name }),
    ...(options.description !== undefined && { description: options.description }),
    ...(action && { action }),
    ...(options.tag !== undefined && { tags: options.tag || [] }),
    ...(options.tz !== undefined && { zone: options.tz || null }),
    ...(anyPolicy && { policy: readPolicy(options, job.policy) }),
    ...(notifications && { notifications }),
    ...(options.env !== undefined && { environment: options.env ? { ...job.environment, ...options.env } : {} }),
    ...(options.cwd !== undefined && { workingDirectory: options.cwd ? resolve(options.cwd) : null }),
  };
}

async function printJob(session: Session, client: Client, id: number): Promise<undefined> {
  const job = await client.request('jobs.get', { job: id });
  session.print(jobDetail(job), () => jobText(job));
}
