import { Select } from '../ui/Select.tsx';
import { Setting, withSet } from './Setting.tsx';
import { text } from './text.ts';

interface Props {
  label: string;
  note: string;
  /** In ms, as all that is offered. */
  value: number;
  offered: readonly number[];
  words?: (ms: number) => string;
  onChange: (ms: number) => void;
}

/** A setting that is a span of time, one of some; one that was set in another way is offered too. */
export function SpanSetting({ label, note, value, offered, words = text.span, onChange }: Props) {
  return (
    <Setting label={label} note={note}>
      <Select
        label={label}
        value={String(value)}
        options={withSet(offered, value).map((ms) => [String(ms), words(ms)])}
        onChange={(ms) => onChange(Number(ms))}
      />
    </Setting>
  );
}
