import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { ZOOMS } from '../state/zoom.ts';
import { firstWeekday, systemHourCycle } from '../ui/locale.ts';
import { Select } from '../ui/Select.tsx';
import { Setting, withSet } from './Setting.tsx';
import { text } from './text.ts';

/** Colours and size. */
export function Look({ values }: { values: Settings }) {
  return (
    <>
      <Setting label={text.theme} note={text.themeNote}>
        <Select
          label={text.theme}
          value={values.theme}
          options={text.themes}
          onChange={(theme) => void saveSettings({ theme })}
        />
      </Setting>
      <Setting label={text.zoom} note={text.zoomNote}>
        <Select
          label={text.zoom}
          value={String(values.zoom)}
          options={withSet(ZOOMS, values.zoom).map((zoom) => [String(zoom), `${zoom} %`])}
          onChange={(zoom) => void saveSettings({ zoom: Number(zoom) })}
        />
      </Setting>
    </>
  );
}

/** How times and weeks are written. */
export function Times({ values }: { values: Settings }) {
  return (
    <>
      <Setting label={text.hourCycle} note={text.hourCycleNote}>
        <Select
          label={text.hourCycle}
          value={values.hourCycle}
          options={[
            ['system', text.fromSystem(text.hours[systemHourCycle()])],
            ['24', text.hours['24']],
            ['12', text.hours['12']],
          ]}
          onChange={(hourCycle) => void saveSettings({ hourCycle })}
        />
      </Setting>
      <Setting label={text.firstDay} note={text.firstDayNote}>
        <Select
          label={text.firstDay}
          value={values.firstWeekday}
          options={[
            ['system', text.fromSystem(text.weekday(firstWeekday('system')))],
            ['monday', text.weekday(0)],
            ['saturday', text.weekday(5)],
            ['sunday', text.weekday(6)],
          ]}
          onChange={(day) => void saveSettings({ firstWeekday: day })}
        />
      </Setting>
    </>
  );
}
