import type { Command } from 'commander';
import type { Database } from '#contract/action.ts';
import { withoutPassword } from '#contract/action-facts.ts';
import type { JobStats, JobSummary } from '#contract/job.ts';
import type { Conditions, JobRetention } from '#contract/policy.ts';
import { isTimed } from '#contract/trigger.ts';
import { addCommand } from './session.ts';
import { errorText, jobDetail, jobShape, specShape } from './shapes.ts';
import { sizeText } from './sizes.ts';
import { facts, table } from './table.ts';
import { length, localTime, until } from './times.ts';

/** `ls` and `show`. */
export function addListCommands(program: Command): void {
  addCommand(program, 'ls', 'all jobs, the newest first', async (session) => {
    const jobs = await (await session.client()).request('jobs.list');
    jobs.sort((a, b) => b.id - a.id);
    session.print(jobs.map(jobShape), () => listText(jobs));
    return undefined;
  }).alias('list');

  addCommand<[string]>(program, 'show <job>', 'all about a job, named by its name or id', async (session, name) => {
    const client = await session.client();
    const job = await client.request('jobs.get', { job: name });
    const stats = await client.request('jobs.stats', { job: job.id });
    const { successRate, keptBytes } = stats;
    session.print({ ...jobDetail(job), successRate, keptBytes }, () => `${jobText(job)}\n${statsText(stats)}`.trim());
    return undefined;
  });
}

function listText(jobs: JobSummary[]): string {
  if (jobs.length === 0) return 'No jobs.';
  const rows = jobs.map((job) => [
    String(job.id),
    job.name,
    job.schedule.join('; ') || 'by hand',
    nextText(job),
    job.live[0]?.status ?? job.lastRun?.status ?? '',
    job.tags.join(' '),
  ]);
  return table(['ID', 'NAME', 'SCHEDULE', 'NEXT', 'LAST', 'TAGS'], rows);
}

function nextText({ enabled, pause, nextRunAt }: JobSummary): string {
  if (!enabled) return 'disabled';
  if (pause) return `paused ${until(pause.until)}`;
  return nextRunAt === null ? '' : localTime(nextRunAt);
}

/** What a job's history says: "Usually  6 min 10 s". */
function statsText({ usual, trend, keptBytes }: JobStats): string {
  const tried = trend.filter(({ status }) => ['success', 'failed', 'timed-out'].includes(status));
  const good = tried.filter(({ status }) => status === 'success').length;
  if (tried.length === 0 && keptBytes === 0) return '';
  return facts([
    ['Usually', usual && `${length(usual.medianMs)}, mostly ${length(usual.lowMs)} to ${length(usual.highMs)}`],
    ['Succeeded', tried.length > 0 ? `${good} of the last ${tried.length}` : null],
    ['Output kept', sizeText(keptBytes)],
  ]);
}

function keepText({ runs, days, outputCapBytes }: JobRetention): string | null {
  const named = [
    runs !== null && `the last ${runs} ${runs === 1 ? 'run' : 'runs'}`,
    days !== null && `${days} ${days === 1 ? 'day' : 'days'}`,
    outputCapBytes !== null && `${sizeText(outputCapBytes)} of output each`,
  ].filter(Boolean);
  return named.length > 0 ? named.join(', ') : null;
}

/** One job in full, as `show`, `add` and `edit` print it. */
export function jobText(job: JobSummary): string {
  const { policy, lastRun } = job;
  return facts([
    ['Job', `${job.id}  ${job.name}`],
    ['Description', job.description],
    ['Tags', job.tags.join(' ')],
    ['Action', actionText(job.action)],
    ['Schedule', job.schedule.join('; ') || 'by hand'],
    ['Zone', job.zone],
    ['Triggers', job.triggers.map(({ spec }) => triggerText(specShape(spec))).join('; ')],
    ['Next', nextText(job) || (job.triggers.some(({ spec }) => !isTimed(spec)) ? 'when set off' : 'nothing')],
    ['Conditions', conditionsText(policy.conditions)],
    ['Missed runs', policy.missed],
    ['Overlap', policy.overlap.mode],
    ['Timeout', policy.timeoutMs === null ? null : length(policy.timeoutMs)],
    ['Timeout in all', policy.totalTimeoutMs === null ? null : length(policy.totalTimeoutMs)],
    ['Retries', policy.retry.count > 0 ? String(policy.retry.count) : null],
    ['Keep', keepText(policy.retention)],
    ['Tells of', notifyText(job.notifications)],
    ['Awake', policy.keepAwake ? 'the computer stays awake while it runs' : null],
    ['Folder', job.workingDirectory],
    ...Object.entries(job.environment).map(([name, value]): [string, string] => ['Environment', `${name}=${value}`]),
    ['Last run', lastRun && `${lastRun.id}  ${lastRun.status}  ${localTime(lastRun.startedAt ?? lastRun.dueAt)}`],
    ['Last error', lastRun && lastRun.status !== 'success' ? errorText(lastRun) : null],
  ]);
}

/** "failure, late by 10 m to the desktop, ops@example.com". */
function notifyText({
  onFailure,
  onSuccess,
  onRecovery,
  onLong,
  lateMs,
  ...ways
}: JobSummary['notifications']): string {
  const events = [onFailure && 'failure', onSuccess && 'success', onRecovery && 'recovery', onLong && 'taking long'];
  const named = [...events, lateMs !== null && `${length(lateMs)} late`].filter(Boolean);
  const to = [ways.desktop && 'the desktop', ...ways.email, ...ways.webhooks].filter(Boolean);
  const ping = ways.pingUrl === null ? '' : `; each run to ${ways.pingUrl}`;
  return (named.length > 0 && to.length > 0 ? `${named.join(', ')}, to ${to.join(', ')}` : 'nothing') + ping;
}

function triggerText(spec: ReturnType<typeof specShape>): string {
  switch (spec.kind) {
    case 'cron':
      return `cron ${spec.expression}`;
    case 'interval':
      return `every ${spec.every} ${spec.unit}${spec.every === 1 ? '' : 's'} from ${spec.anchor}`;
    case 'once':
      return `once at ${spec.at}`;
    case 'after':
      return `after job ${spec.job}, on ${spec.on}`;
    case 'files':
      return `files ${spec.paths.join(', ')}, settled for ${length(spec.settleMs)}`;
    default:
      return `on ${spec.kind}`;
  }
}

function conditionsText(conditions: Conditions): string | null {
  const { mains, online, unmetered, idleMs, outsideQuietHours, unmet, waitMs } = conditions;
  const named = [
    mains === 'only' && 'on mains power',
    online && 'online',
    unmetered === 'only' && 'on an unmetered network',
    idleMs !== null && `idle for ${length(idleMs)}`,
    outsideQuietHours && 'outside quiet hours',
  ].filter(Boolean);
  const even = [mains === 'any' && 'on battery', unmetered === 'any' && 'on metered networks'].filter(Boolean);
  const parts = [
    named.length > 0 && `${named.join(', ')}; else ${unmet === 'skip' ? 'skip' : `wait up to ${length(waitMs)}`}`,
    even.length > 0 && `even ${even.join(' and ')}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : null;
}

function actionText(action: JobSummary['action']): string {
  switch (action.kind) {
    case 'command':
      return action.run.by === 'shell' ? action.run.line : [action.run.program, ...action.run.args].join(' ');
    case 'script':
      return `${[action.interpreter, ...action.args].join(' ')}: ${action.text.trim()}`;
    case 'sql':
      return `${databaseText(action.database)}: ${action.statements.trim()}`;
    case 'http':
      return `${action.method} ${action.url}`;
    case 'email':
      return `to ${[...action.to, ...action.cc, ...action.bcc].join(', ')}: ${action.subject || '(no subject)'}`;
    case 'function':
      return `${action.module}:${action.export}(${action.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  }
}

/** Without the password that an address may hold. */
function databaseText(database: Database): string {
  return database.engine === 'sqlite' ? database.file : withoutPassword(database.url);
}
