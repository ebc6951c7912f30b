import type { JobDefaults, Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { nextChange } from '../ui/clock-change.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { SYSTEM_ZONE, wallTimeIn } from '../ui/wall-time.ts';
import { zoneOptions } from '../ui/zones.ts';
import { Setting, withSet } from './Setting.tsx';
import { SpanSetting } from './SpanSetting.tsx';
import { text } from './text.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WAITS = [0, 5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE];
const JUMPS = [10 * SECOND, MINUTE, 5 * MINUTE, HOUR];
const GRACES = [10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];

const saveDefaults = (values: Settings, changes: Partial<JobDefaults>) =>
  void saveSettings({ jobDefaults: { ...values.jobDefaults, ...changes } });

/** What new jobs do about bells that passed while nobody could ring them, and what keeps that from happening. */
export function Sleep({ values }: { values: Settings }) {
  const { missed, graceMs } = values.jobDefaults;
  return (
    <>
      <Setting label={text.missed} note={text.missedNote}>
        <Select
          label={text.missed}
          value={missed}
          options={text.missedPolicies}
          onChange={(chosen) => saveDefaults(values, { missed: chosen })}
        />
      </Setting>
      <SpanSetting
        {...{ label: text.wakeWait, note: text.wakeWaitNote, value: values.wakeWaitMs, offered: WAITS }}
        words={(ms) => (ms === 0 ? text.noWait : text.span(ms))}
        onChange={(wakeWaitMs) => void saveSettings({ wakeWaitMs })}
      />
      <SpanSetting
        {...{ label: text.grace, note: text.graceNote, value: graceMs, offered: GRACES }}
        onChange={(ms) => saveDefaults(values, { graceMs: ms })}
      />
      <Setting label={text.keepAwake} note={text.keepAwakeNote}>
        <Switch
          label={text.keepAwake}
          on={values.keepAwake}
          onChange={(keepAwake) => void saveSettings({ keepAwake })}
        />
      </Setting>
    </>
  );
}

/** The zone, and what new jobs do when its clocks change. */
export function Clock({ values }: { values: Settings }) {
  const zone = values.zone ?? SYSTEM_ZONE;
  const { gap, repeat } = values.jobDefaults;
  return (
    <>
      <Setting label={text.zone} note={values.zone === null ? text.zoneNote : text.zoneChosen}>
        <Select
          label={text.zone}
          value={values.zone ?? ''}
          options={zoneOptions(text.zoneSystem(SYSTEM_ZONE), values.zone)}
          onChange={(chosen) => void saveSettings({ zone: chosen || null })}
        />
      </Setting>
      <Setting label={text.repeat} note={changeNote(zone, 'back')} words={text.daylight}>
        <Select
          label={text.repeat}
          value={repeat}
          options={text.repeats}
          onChange={(chosen) => saveDefaults(values, { repeat: chosen })}
        />
      </Setting>
      <Setting label={text.gap} note={changeNote(zone, 'forward')} words={text.daylight}>
        <Select
          label={text.gap}
          value={gap}
          options={text.gaps}
          onChange={(chosen) => saveDefaults(values, { gap: chosen })}
        />
      </Setting>
      <Setting label={text.jump} note={text.jumpNote}>
        <Select
          label={text.jump}
          value={String(values.jumpWarnMs ?? '')}
          options={[
            ['', text.neverWarn],
            ...withSet(JUMPS, values.jumpWarnMs ?? MINUTE).map((ms) => [String(ms), text.span(ms)] as const),
          ]}
          onChange={(ms) => void saveSettings({ jumpWarnMs: ms === '' ? null : Number(ms) })}
        />
      </Setting>
    </>
  );
}

/** "Next: Sun 25 Oct, 02:00 to 03:00": the hour that comes twice, or not at all. */
function changeNote(zone: string, direction: 'back' | 'forward'): string {
  const change = nextChange(zone, direction, Date.now());
  if (!change) return text.noChange(zone);
  const [from, to] = [change.before, change.after].sort((a, b) => a - b) as [number, number];
  const wall = wallTimeIn('UTC');
  return text.nextChange(wall.day(from), wall.minutes(from), wall.minutes(to));
}

const NIGHT = { from: '22:00', to: '07:00' };

/** Jobs choose one by one whether they keep still then. */
export function QuietHours({ values: { quietHours } }: { values: Settings }) {
  const field = (end: 'from' | 'to', hours: typeof NIGHT) => (
    <input
      className="field"
      type="time"
      aria-label={text.quietEnds[end]}
      value={hours[end]}
      onChange={(event) => {
        const time = event.currentTarget.value;
        if (time !== '') void saveSettings({ quietHours: { ...hours, [end]: time } });
      }}
    />
  );
  return (
    <Setting label={text.quiet} note={text.quietNote}>
      <span className="quiet">
        {quietHours && (
          <>
            {field('from', quietHours)} – {field('to', quietHours)}
          </>
        )}
        <Switch
          label={text.quiet}
          on={quietHours !== null}
          onChange={(on) => void saveSettings({ quietHours: on ? NIGHT : null })}
        />
      </span>
    </Setting>
  );
}
