import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Setting, withSet } from './Setting.tsx';
import { text } from './text.ts';

const COUNTS = [1, 2, 4, 6, 8, 12, 16, 24, 32, 64];

/** Whether bells ring, and how many runs go on together. */
export function Ringing({ values }: { values: Settings }) {
  const counts = values.concurrency === null ? COUNTS : withSet(COUNTS, values.concurrency);
  return (
    <>
      <Setting label={text.startWithComputer} note={text.startWithComputerNote}>
        <Switch
          label={text.startWithComputer}
          on={values.startWithComputer}
          onChange={(startWithComputer) => void saveSettings({ startWithComputer })}
        />
      </Setting>
      <Setting label={text.scheduler} note={text.schedulerNote}>
        <Switch
          label={text.scheduler}
          on={values.schedulerOn}
          onChange={(schedulerOn) => void saveSettings({ schedulerOn })}
        />
      </Setting>
      <Setting label={text.concurrency} note={text.concurrencyNote}>
        <Select
          label={text.concurrency}
          value={String(values.concurrency ?? '')}
          options={[
            ['', text.concurrencyAuto],
            ...counts.map((count) => [String(count), text.runsAtOnce(count)] as const),
          ]}
          onChange={(count) => void saveSettings({ concurrency: count === '' ? null : Number(count) })}
        />
      </Setting>
    </>
  );
}
