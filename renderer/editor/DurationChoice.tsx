import { useId, useState } from 'react';
import { Select } from '../ui/Select.tsx';
import { Labelled, TextInput } from './fields.tsx';
import { readDuration, spellDuration } from './spell.ts';
import { text } from './text.ts';

const OTHER = 'other';

interface Props {
  label: string;
  /** As typed; empty = none. */
  value: string;
  /** What none is called; null where there must be one. */
  none: string | null;
  /** Those offered, ms. */
  offered: readonly number[];
  problem: string | null;
  onText: (text: string) => void;
}

/** A time out of a few, or any other, written. */
export function DurationChoice({ label, value, none, offered, problem, onText }: Props) {
  const ms = readDuration(value);
  const [typing, setTyping] = useState(false);
  const isTyped = typing || (value.trim() !== '' && ms === null) || (value.trim() === '' && none === null);
  const listed = [...new Set([...offered, ...(ms === null ? [] : [ms])])].sort((a, b) => a - b);
  const options: (readonly [string, string])[] = [
    ...(none === null ? [] : [['', none] as const]),
    ...listed.map((one) => [String(one), spellDuration(one)] as const),
    [OTHER, text.other],
  ];
  const pick = (picked: string) => {
    setTyping(picked === OTHER);
    if (picked !== OTHER) onText(picked === '' ? '' : spellDuration(Number(picked)));
  };
  const id = useId();
  return (
    <Labelled label={label} problem={isTyped ? null : problem} problemId={id}>
      <Select
        label={label}
        value={isTyped ? OTHER : ms === null ? '' : String(ms)}
        options={options}
        invalid={!isTyped && problem !== null}
        describedBy={problem ? id : undefined}
        onChange={pick}
      />
      {isTyped && (
        <TextInput
          className="under"
          autoFocus={typing}
          label={text.inWords(label)}
          placeholder={text.durationHint}
          value={value}
          problem={problem}
          onText={(typed) => {
            setTyping(true);
            onText(typed);
          }}
        />
      )}
    </Labelled>
  );
}
