import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Backup, RestorePlan } from '#contract/backup.ts';
import { canAsk, confirm } from './ask.ts';
import { UsageError } from './failure.ts';
import { addCommand } from './session.ts';
import { facts, plain, table } from './table.ts';
import { iso, localTime } from './times.ts';

/** `backup`, `backups` and `restore`. */
export function addBackupCommands(program: Command): void {
  addCommand<[string | undefined, { force?: boolean }]>(
    program,
    'backup [file]',
    'copy jobs, history and settings to a file, or into the backup folder; secrets are in no backup',
    async (session, file, { force = false }) => {
      const client = await session.client();
      const made = await client.request('backup.create', {
        file: file === undefined ? null : resolve(file),
        overwrite: force,
      });
      session.print(backupShape(made), () => `Backed up to ${plain(made.file)} (${size(made.size)}).`);
      return undefined;
    },
  ).option('--force', 'replace a file that is there');

  addCommand(program, 'backups', 'the copies in the backup folder, the newest first', async (session) => {
    const { folder, backups, problem } = await (await session.client()).request('backup.list');
    session.print({ folder, problem, backups: backups.map(backupShape) }, () =>
      [
        backupsText(folder, backups),
        ...(problem ? [`The last daily copy could not be made: ${plain(problem)}`] : []),
      ].join('\n'),
    );
    return undefined;
  });

  addCommand<[string, { yes?: boolean; wait?: boolean }]>(
    program,
    'restore <file>',
    'put a copy in the place of jobs, history and settings; says first what changes',
    async (session, name, { yes = false, wait = false }) => {
      const client = await session.client();
      const file = resolve(name);
      const plan = await client.request('backup.inspect', { file });
      if (!yes) {
        process.stderr.write(`${planText(plan)}\n`);
        if (!canAsk()) throw new UsageError('Nothing was changed. Say --yes to restore.', 'yes');
        if (!(await confirm('Restore?'))) throw new UsageError('Nothing was changed.');
      }
      const restored = await client.request('backup.restore', { file, wait });
      session.print(
        { ...planShape(restored.plan), before: restored.before },
        () => `Restored ${plain(file)}.\nWhat was there before is in ${plain(restored.before)}.`,
      );
      return undefined;
    },
  )
    .option('--yes', 'do not ask')
    .option('--wait', 'wait for runs in progress; no bell rings meanwhile');
}

const backupShape = (backup: Backup) => ({ ...backup, madeAt: iso(backup.madeAt) });

function planShape({ label, ...plan }: RestorePlan) {
  return { ...plan, label: label && { ...label, madeAt: iso(label.madeAt) } };
}

function backupsText(folder: string, backups: Backup[]): string {
  if (backups.length === 0) return `No backups in ${plain(folder)}.`;
  const rows = backups.map(({ file, madeAt, kind, size: bytes }) => [localTime(madeAt), kind, size(bytes), file]);
  return table(['MADE', 'KIND', 'SIZE', 'FILE'], rows);
}

function planText({ file, label, jobs, runs, settings, missingSecrets }: RestorePlan): string {
  const none = [jobs.added, jobs.changed, jobs.removed].every((names) => names.length === 0);
  return facts([
    ['Backup', file],
    ['Made', label && `${localTime(label.madeAt)}, by Belfry ${label.version} (${label.kind})`],
    ['Jobs added', jobs.added.join(', ')],
    ['Jobs changed', jobs.changed.join(', ')],
    ['Jobs removed', jobs.removed.join(', ')],
    ['Jobs', none ? 'the same' : null],
    ['Runs', `${runs.gained} come back, ${runs.lost} go`],
    ['Settings', settings.join(', ')],
    ['Secrets', missingSecrets.length > 0 ? `not here, and in no backup: ${missingSecrets.join(', ')}` : null],
  ]);
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

function size(bytes: number): string {
  const unit = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** unit;
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`;
}
