import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { Select } from '../ui/Select.tsx';
import { Setting } from './Setting.tsx';
import { text } from './text.ts';

/** What becomes of jobs due on battery, or on a network that costs. */
export function Power({ values: { onBattery, onMetered } }: { values: Settings }) {
  return (
    <>
      <Setting label={text.onBattery} note={text.onBatteryNote}>
        <Select
          label={text.onBattery}
          value={onBattery}
          options={text.batteryRules}
          onChange={(chosen) => void saveSettings({ onBattery: chosen })}
        />
      </Setting>
      <Setting label={text.onMetered} note={text.onMeteredNote}>
        <Select
          label={text.onMetered}
          value={onMetered}
          options={text.meteredRules}
          onChange={(chosen) => void saveSettings({ onMetered: chosen })}
        />
      </Setting>
    </>
  );
}
