import { z } from 'zod';
import { instant } from './time.ts';

/** Why a copy of the ledger was made. */
export const backupKind = z.enum(['daily', 'by-hand', 'before-restore']);
export type BackupKind = z.infer<typeof backupKind>;

/** A file named by its whole path; the application has no folder of its own to start from. */
export const filePath = z
  .string('Name a file.')
  .max(4096)
  .regex(/^([/\\]|[A-Za-z]:[/\\])[^\0]*$/, 'Give the whole path of the file.');

/** What a copy says of itself. */
export const backupLabel = z.object({
  madeAt: instant,
  /** Of Belfry. */
  version: z.string().max(100),
  kind: backupKind,
});
export type BackupLabel = z.infer<typeof backupLabel>;

/** A copy in the backup folder. Size in bytes. */
export const backup = backupLabel.extend({ file: z.string(), size: z.int().min(0) });
export type Backup = z.infer<typeof backup>;

export const backupList = z.object({
  folder: z.string(),
  /** Newest first. */
  backups: z.array(backup),
  /** When the daily copy was last made; null = never. */
  dailyAt: instant.nullable(),
  /** Why the last daily copy could not be made, in one sentence. */
  problem: z.string().nullable(),
});
export type BackupList = z.infer<typeof backupList>;

/** What a restore would change, seen from the ledger as it is now. */
export const restorePlan = z.object({
  file: z.string(),
  /** null when the file does not say, being a plain copy of a ledger. */
  label: backupLabel.nullable(),
  /** By name. */
  jobs: z.object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) }),
  /** Rows of the history that come back, and that go. */
  runs: z.object({ gained: z.int().min(0), lost: z.int().min(0) }),
  /** Names of the settings that change. */
  settings: z.array(z.string()),
  /** Secrets that its jobs use and that are not kept here: they are in no backup. */
  missingSecrets: z.array(z.string()),
});
export type RestorePlan = z.infer<typeof restorePlan>;

/** What was restored, and where the ledger as it was before lies now. */
export const restored = z.object({ plan: restorePlan, before: z.string() });
export type Restored = z.infer<typeof restored>;

export const backupSettings = z.object({
  /** A copy each day, made when nothing runs. */
  daily: z.boolean(),
  /** How many daily copies are kept. */
  keep: z.int().min(1, 'Keep at least one copy.').max(365),
  /** null = `backups` in the data folder. */
  folder: filePath.nullable(),
});
export type BackupSettings = z.infer<typeof backupSettings>;
