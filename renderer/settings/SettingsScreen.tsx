import './settings.css';
import type { Settings as Values } from '#contract/settings.ts';
import { ImportExport } from '../exchange/ImportExport.tsx';
import { Screen } from '../shell/Screen.tsx';
import { saveSettings } from '../state/actions.ts';
import { useScheduler, useSettings } from '../state/queries.ts';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { zoneOptions } from '../ui/zones.ts';
import { Backup } from './Backup.tsx';
import { MailAccountGroup } from './MailAccount.tsx';
import { Group, Setting } from './parts.tsx';
import { Secrets } from './Secrets.tsx';
import { text } from './text.ts';

const MB = 1024 * 1024;
const CAPS = [1, 5, 10, 50, 100, 500].map((count) => count * MB);
const COUNTS = [1, 2, 4, 6, 8, 12, 16, 24, 32, 64];
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every change is saved as it is made. */
export function SettingsScreen() {
  const { data } = useSettings();
  return (
    <Screen title={text.title} footRight={text.savedNote}>
      <div className="scroll">{data && <Groups values={data} />}</div>
    </Screen>
  );
}

/** The choices, and the value that is set where it is not among them. */
const withSet = (offered: number[], set: number) => [...new Set([...offered, set])].sort((a, b) => a - b);

function Groups({ values }: { values: Values }) {
  const counts = values.concurrency === null ? COUNTS : withSet(COUNTS, values.concurrency);
  return (
    <div className="settings">
      <Group title={text.general}>
        <Setting label={text.theme} note={text.themeNote}>
          <Select
            label={text.theme}
            value={values.theme}
            options={text.themes}
            onChange={(theme) => void saveSettings({ theme })}
          />
        </Setting>
        <Setting label={text.scheduler} note={text.schedulerNote}>
          <Switch
            label={text.scheduler}
            on={values.schedulerOn}
            onChange={(schedulerOn) => void saveSettings({ schedulerOn })}
          />
        </Setting>
      </Group>
      <Group title={text.time}>
        <Setting label={text.zone} note={text.zoneNote}>
          <Select
            label={text.zone}
            value={values.zone ?? ''}
            options={zoneOptions(text.zoneSystem(HERE), values.zone)}
            onChange={(zone) => void saveSettings({ zone: zone || null })}
          />
        </Setting>
        <QuietHours values={values} />
      </Group>
      <Group title={text.load}>
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
        <Setting label={text.cap} note={text.capNote}>
          <Select
            label={text.cap}
            value={String(values.outputCapBytes)}
            options={withSet(CAPS, values.outputCapBytes).map((cap) => [
              String(cap),
              cap % MB === 0 ? `${cap / MB} MB` : bytes(cap),
            ])}
            onChange={(cap) => void saveSettings({ outputCapBytes: Number(cap) })}
          />
        </Setting>
      </Group>
      <MailAccountGroup values={values} />
      <Secrets />
      <Backup />
      <ImportExport />
      <About />
    </div>
  );
}

const NIGHT = { from: '22:00', to: '07:00' };

/** Jobs choose one by one whether they keep still then. */
function QuietHours({ values: { quietHours } }: { values: Values }) {
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

function About() {
  const { data } = useScheduler();
  if (!data) return null;
  return (
    <Group title={text.about}>
      <Setting label={text.version}>
        <span className="told">{data.version}</span>
      </Setting>
      <Setting label={text.folder}>
        <code className="told cut" title={data.dataFolder}>
          {data.dataFolder}
        </code>
      </Setting>
    </Group>
  );
}
