import type { Settings } from '#contract/settings.ts';
import { DailyBackup, type DailyBackupParts } from './daily-backup.ts';
import type { Engine } from './engine.ts';
import { Retention, type RetentionParts } from './retention.ts';

export interface HousekeepingParts
  extends Pick<DailyBackupParts, 'clock' | 'timers' | 'folder' | 'report'>,
    Pick<RetentionParts, 'told'> {
  engine: Engine;
  store: DailyBackupParts['store'] & RetentionParts['store'];
  settings: () => Settings;
  /** How many runs may go on at once when the settings do not say. */
  defaultConcurrency: number;
  /** The list of backups, or what keeps them from being made, is another. */
  backedUp: () => void;
}

export interface Housekeeping {
  dailyBackup: DailyBackup;
  /** Lets the engine and the backups go on by changed settings. */
  apply(changed: Settings, before: Settings): Promise<void>;
  stop(): Promise<void>;
}

/** What goes on beside the bells: the daily copy, and old runs that go. */
export function createHousekeeping({ engine, ...parts }: HousekeepingParts): Housekeeping {
  const { clock, timers, store, settings, report } = parts;
  const dailyBackup = new DailyBackup({
    ...{ clock, timers, store, report, folder: parts.folder, onChange: parts.backedUp },
    settings: () => settings().backup,
    activity: () => ({ running: engine.admission.running, nextAt: engine.scheduler.next()?.at ?? null }),
  });
  const retention = new Retention({ clock, timers, store, settings, report, told: parts.told });
  return {
    dailyBackup,
    apply: async (changed, before) => {
      engine.admission.setLimit(changed.concurrency ?? parts.defaultConcurrency);
      engine.launcher.pump();
      if (JSON.stringify(changed.backup) !== JSON.stringify(before.backup)) dailyBackup.lookAgain();
      if (changed.zone !== before.zone) await engine.scheduler.rezone();
      if (changed.schedulerOn) await engine.scheduler.switchOn();
      else await engine.scheduler.switchOff();
    },
    stop: async () => {
      dailyBackup.halt();
      await retention.stop();
    },
  };
}
