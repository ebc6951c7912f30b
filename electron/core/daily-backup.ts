import type { Backup, BackupSettings } from '#contract/backup.ts';
import type { BackupStore, Clock, Timers } from './ports.ts';

/** How soon after a start the copy of a missed day is made, and how often a look is taken (ms). */
const FIRST_MS = 2 * 60_000;
const LOOK_MS = 5 * 60_000;
/** A bell this near is waited for (ms). */
const NEAR_MS = 10_000;
/** So long a quiet moment is waited for; then the copy is made anyhow (ms). */
const PATIENCE_MS = 60 * 60_000;
/** After a failure (ms). */
const RETRY_MS = 60 * 60_000;

export interface DailyBackupParts {
  clock: Clock;
  timers: Timers;
  store: { readonly backups: BackupStore };
  settings: () => BackupSettings;
  /** Where copies go. */
  folder: () => string;
  /** Whether runs go on, and when the next bell rings (epoch ms). */
  activity: () => { running: number; nextAt: number | null };
  /** A copy was made, or could not be. */
  onChange: () => void;
  report: (error: unknown) => void;
}

/** Makes one copy of the ledger on each day that Belfry runs, at a quiet moment, and keeps the newest. */
export class DailyBackup {
  /** Why the last copy could not be made, in one sentence. */
  problem: string | null = null;
  private waitingSince: number | null = null;
  private retryAt = 0;
  private looking: Promise<void> | null = null;
  private cancels: (() => void)[] = [];

  constructor(private readonly parts: DailyBackupParts) {}

  start(): void {
    const { timers } = this.parts;
    this.cancels = [timers.after(FIRST_MS, () => void this.look()), timers.every(LOOK_MS, () => void this.look())];
  }

  halt(): void {
    for (const cancel of this.cancels.splice(0)) cancel();
  }

  /** The settings of backups changed: what kept the last one from being made may be gone. */
  lookAgain(): void {
    this.retryAt = 0;
    void this.look();
  }

  /** Makes the copy of the day when it is due and all is quiet. Never rejects. */
  look(): Promise<void> {
    this.looking ??= this.lookNow().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    const { clock, store, settings, folder } = this.parts;
    const now = clock.now();
    if (!settings().daily || now < this.retryAt) return;
    if (isToday(newestDaily(await store.backups.list(folder())), now)) return;
    this.waitingSince ??= now;
    if (this.isBusy(now) && now - this.waitingSince < PATIENCE_MS) return;
    this.waitingSince = null;
    await this.make(now);
  }

  private isBusy(now: number): boolean {
    const { running, nextAt } = this.parts.activity();
    return running > 0 || (nextAt !== null && nextAt - now < NEAR_MS);
  }

  private async make(now: number): Promise<void> {
    const { store, folder, settings, report, onChange } = this.parts;
    try {
      await store.backups.createIn(folder(), 'daily', now);
      this.problem = null;
      // Only now: an old copy is worth more than none.
      await store.backups.prune(folder(), settings().keep);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      this.retryAt = now + RETRY_MS;
      report(error);
    }
    onChange();
  }
}

/** When the newest daily copy was made (epoch ms). */
export const newestDaily = (copies: Backup[]): number | null =>
  copies.find(({ kind }) => kind === 'daily')?.madeAt ?? null;

/** In the computer's zone. A copy from the future, made before the clock was set back, counts for no day. */
function isToday(at: number | null, now: number): boolean {
  return at !== null && new Date(at).toDateString() === new Date(now).toDateString();
}
