import { nativeTheme } from 'electron';
import type { Settings } from '#contract/settings.ts';
import type { MainWindow } from '#desktop/window.ts';
import type { Kept } from './kept.ts';
import { type Ringing, usualConcurrency } from './ringing.ts';

/** Returns what puts changed settings in force, at once and everywhere. */
export function settingsApplier(
  { replaceSettings, login }: Kept,
  { engine, dailyBackup }: Ringing,
  window: MainWindow,
): (changed: Settings) => Promise<void> {
  return async (changed) => {
    const before = replaceSettings(changed);
    nativeTheme.themeSource = changed.theme;
    window.zoom(changed.zoom);
    if (changed.startWithComputer !== login.isOn()) await login.set(changed.startWithComputer);
    engine.admission.setLimit(changed.concurrency ?? usualConcurrency);
    engine.launcher.pump();
    if (JSON.stringify(changed.backup) !== JSON.stringify(before.backup)) dailyBackup.lookAgain();
    if (changed.zone !== before.zone) await engine.scheduler.rezone();
    if (changed.schedulerOn) await engine.scheduler.switchOn();
    else await engine.scheduler.switchOff();
  };
}
