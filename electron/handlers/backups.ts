import type { Handlers } from '#contract/api.ts';
import type { BackupList, RestorePlan } from '#contract/backup.ts';
import { BelfryError } from '#contract/error.ts';
import { secretNames } from '#contract/secret.ts';
import { newestDaily } from '#core/daily-backup.ts';
import type { StagedRestore } from '#core/ports.ts';
import { restore } from '#core/restore.ts';
import type { Application } from './application.ts';
import type { HoldSettings } from './settings.ts';

type BackupRequests = 'backup.list' | 'backup.create' | 'backup.inspect' | 'backup.restore' | 'backup.choose';

/** Requests about copies of the ledger. */
export function backupHandlers(app: Application, hold: HoldSettings): Pick<Handlers, BackupRequests> {
  const { store, clock, bus } = app;
  let restoring = false;
  return {
    'backup.list': () => backupList(app),
    'backup.create': async ({ file, overwrite }) => {
      const { backups } = store;
      const made =
        file === null
          ? await backups.createIn(app.backupFolder(), 'by-hand', clock.now())
          : await backups.create(file, 'by-hand', clock.now(), overwrite);
      bus.emit('backups.changed', await backupList(app));
      return made;
    },
    'backup.inspect': async ({ file }) => {
      const staged = await store.backups.stage(file);
      await staged.discard();
      return planOf(app, staged);
    },
    'backup.restore': async ({ file, wait }) => {
      if (restoring) throw new BelfryError('conflict', 'A backup is being restored already.');
      restoring = true;
      try {
        const staged = await store.backups.stage(file);
        const plan = await planOf(app, staged);
        const before = await restore(staged, wait, { ...app, onReplaced: () => replaced(app, hold) });
        bus.emit('backups.changed', await backupList(app));
        return { plan, before };
      } finally {
        restoring = false;
      }
    },
    'backup.choose': ({ what }) => app.desktop.choose(what),
  };
}

export async function backupList(app: Application): Promise<BackupList> {
  const folder = app.backupFolder();
  const backups = await app.store.backups.list(folder);
  return { folder, backups, dailyAt: newestDaily(backups), problem: app.dailyBackup.problem };
}

async function planOf({ secrets }: Application, { plan, jobs }: StagedRestore): Promise<RestorePlan> {
  const known = new Set((await secrets.list()).secrets.map(({ name }) => name));
  const used = [...secretNames(jobs.map((job) => ({ ...job, name: null, description: null })))];
  return { ...plan, missingSecrets: used.filter((name) => !known.has(name)).sort() };
}

/** Whatever the application or its windows knew of the ledger is out of date. */
async function replaced(app: Application, hold: HoldSettings): Promise<void> {
  await hold(() => app.store.settings.get());
  app.bus.emit('ledger.replaced', {});
}
