import { type BackupStore, type Store, turns } from '#core/ports.ts';
import { copyInto, copyLedger, listCopies, pruneCopies, type Source } from './backups.ts';
import { stageRestore } from './restore.ts';

/** Copies are made and used one after the other. */
export function createBackupStore(
  source: Source,
  present: () => Pick<Store, 'jobs' | 'settings'>,
  exchange: (ready: string, now: number) => Promise<string>,
): BackupStore {
  const inTurn = turns();
  return {
    create: (file, kind, now, overwrite = false) => inTurn(() => copyLedger(source, file, kind, now, overwrite)),
    createIn: (folder, kind, now) => inTurn(() => copyInto(source, folder, kind, now)),
    list: (folder) => listCopies(source, folder),
    prune: (folder, keep) => inTurn(() => pruneCopies(source, folder, keep)),
    stage: async (file) => {
      const { commit, discard, ...staged } = await inTurn(() => stageRestore(source, present(), file, exchange));
      return { ...staged, commit: (now) => inTurn(() => commit(now)), discard: () => inTurn(discard) };
    },
  };
}
