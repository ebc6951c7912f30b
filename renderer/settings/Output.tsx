import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { Setting, withSet } from './Setting.tsx';
import { text } from './text.ts';

const MB = 1024 * 1024;
const CAPS = [1, 5, 10, 50, 100, 500].map((count) => count * MB);

/** How much of what jobs print is kept. */
export function Output({ values }: { values: Settings }) {
  return (
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
  );
}
