import type { BackupKind } from '#contract/backup.ts';
import type { Protection } from '#contract/secret.ts';
import { agree, plural } from '../ui/text.ts';

const list = new Intl.ListFormat(undefined, { type: 'conjunction' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const secretText = {
  title: 'Secrets',
  notRead: 'The secrets could not be read.',
  keeper: 'Kept by',
  keepers: {
    keystore: 'Each value is sealed by the key store of this system. No backup, export or log has it',
    weak: 'There is no key store here, so a key in a file of yours seals them: copies of the secrets alone are safe, but any program you run can read them',
    none: 'There is no key store here. The first secret asks whether a key in a file will do',
  } satisfies Record<Protection, string>,
  backend: {
    keychain: 'macOS Keychain',
    dpapi: 'Windows data protection',
    gnome_libsecret: 'GNOME Keyring',
    kwallet: 'KWallet',
    kwallet5: 'KWallet',
    kwallet6: 'KWallet',
  } as Record<string, string>,
  keyFile: 'a key file',
  nobody: 'nothing yet',
  add: 'Add a secret',
  none: 'None yet. A job takes one from its environment, written ${secret:NAME}.',
  name: 'Name of the secret',
  nameHint: 'shop-db',
  value: 'Value',
  valueHint: 'Never shown again',
  newValue: 'New value',
  newValueOf: (name: string) => `New value of ${name}`,
  remove: 'Remove',
  removeName: (name: string) => `Remove ${name}`,
  store: 'Store',
  cancel: 'Cancel',
  set: (at: number) => `set ${date.format(at)}`,
  unused: 'not used',
  usedBy: (users: string[]) => `used by ${list.format(users)}`,
  unreadable: 'It cannot be read any more. Give it a new value',
  locked: 'It is locked. Jobs that use a secret fail until it is unlocked',
  held: 'It cannot be read while the key store is locked',
  unlock: 'Unlock',
  notUnlocked: 'The key store is still locked',
  byKeyFile: 'kept with a key file',
  stored: (name: string) => `${name} stored`,
  removed: (name: string) => `${name} removed`,
  notRemoved: (name: string) => `${name} was not removed`,
  weak: {
    title: 'Keep secrets without a key store?',
    detail:
      'This computer has no key store that Belfry can use. Belfry can seal secrets with a key in a file that only you may read. That keeps them out of backups, logs and copies of the secrets alone. It does not keep them from programs that run as you, or from whoever copies the whole data folder.',
    keep: 'Do not store',
    go: 'Keep them this way',
  },
  removal: {
    title: (name: string) => `Remove ${name}?`,
    detail: (users: string[]) =>
      `${list.format(users)} ${agree(users.length, 'uses', 'use')} it and will fail without it.`,
    keep: 'Keep it',
    go: 'Remove',
  },
};

export const backupText = {
  title: 'Backups',
  daily: 'Back up every day',
  dailyNote: (at: number | null) =>
    `Jobs, history and settings, at a quiet moment. Secrets are in no backup${at === null ? '' : `. Last: ${date.format(at)}`}`,
  keep: 'Keep',
  keepNote: 'Older daily backups are removed once a new one is checked',
  keepDays: (count: number) => plural(count, 'day', 'days'),
  folder: 'Folder',
  folderDefault: 'Use the default',
  change: 'Change…',
  now: 'Back up now',
  fromFile: 'Restore from a file…',
  made: (file: string) => `Backed up to ${file}`,
  notMade: 'No backup was made',
  notListed: 'The backups could not be read.',
  notRead: 'This cannot be restored',
  notRestored: 'Nothing was restored',
  none: 'No backups yet',
  madeAt: (at: number) => date.format(at),
  kinds: { daily: 'daily', 'by-hand': 'by hand', 'before-restore': 'before a restore' } satisfies Record<
    BackupKind,
    string
  >,
  restore: 'Restore…',
  restoreOf: (at: number) => `Restore the backup of ${date.format(at)}`,
  problem: (why: string) => `The last daily backup failed. ${why}`,
  restored: (before: string) => `Restored. What was there before is in ${before}`,
  ask: {
    title: (at: number | null) => (at === null ? 'Restore this backup?' : `Restore the backup of ${date.format(at)}?`),
    detail: 'It takes the place of jobs, history and settings. What is there now is kept as a backup of its own.',
    by: (version: string) => `Belfry ${version}`,
    keep: 'Leave all as it is',
    go: 'Restore',
    rows: {
      version: 'Made by',
      added: 'Jobs added',
      changed: 'Jobs changed',
      removed: 'Jobs removed',
      jobs: 'Jobs',
      runs: 'Runs',
      settings: 'Settings',
      secrets: 'Secrets',
    },
    same: 'the same',
    names: (names: string[]) =>
      names.length > 8 ? list.format([...names.slice(0, 7), `${names.length - 7} more`]) : list.format(names),
    runs: (gained: number, lost: number) => `${plural(gained, 'comes', 'come')} back, ${plural(lost, 'goes', 'go')}`,
    missing: (names: string[]) => `not on this computer: ${list.format(names)}`,
  },
};
