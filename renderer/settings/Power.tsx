import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { Select } from '../ui/Select.tsx';
import { Setting } from './Setting.tsx';
import { SpanSetting } from './SpanSetting.tsx';
import { text } from './text.ts';

const LATES = [10, 60, 300, 900, 3600].map((seconds) => seconds * 1000);

/** What becomes of jobs due on battery, or on a network that costs; and from when on what runs is late. */
export function Power({ values: { onBattery, onMetered, lateAfterMs } }: { values: Settings }) {
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
      <SpanSetting
        {...{ label: text.late, note: text.lateNote, value: lateAfterMs, offered: LATES }}
        onChange={(ms) => void saveSettings({ lateAfterMs: ms })}
      />
    </>
  );
}
