import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { classes } from '../ui/classes.ts';
import { Problem } from './fields.tsx';
import { readTags } from './form.ts';
import { text } from './text.ts';

interface Props {
  value: string;
  problem: string | null;
  onText: (text: string) => void;
}

const spell = (tags: string[]) => tags.map((tag) => `#${tag}`).join(' ');

/** Tags as chips; a blank, a comma or Enter ends one, and Backspace takes the last back. */
export function TagsField({ value, problem, onText }: Props) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const half = readTags(typed);
  const all = readTags(value);
  const tags = half.length > 0 ? all.filter((tag) => !half.includes(tag)) : all;
  // What is half typed counts already: Save does not wait for a blank.
  const put = (kept: string[], rest: string) => {
    setTyped(rest);
    onText(spell([...new Set([...kept, ...readTags(rest)])]));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      put([...tags, ...half], '');
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) {
      event.preventDefault();
      put(tags.slice(0, -1), tags.at(-1) ?? '');
    }
  };
  return (
    <div className="text-input">
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the field within has the keys; this is more room to aim at. */}
      <div className={classes('field tags', problem !== null && 'invalid')} onClick={() => input.current?.focus()}>
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            className="tag-chip"
            aria-label={text.removeTag(tag)}
            title={text.removeTag(tag)}
            onClick={() =>
              put(
                tags.filter((one) => one !== tag),
                typed,
              )
            }
          >
            # {tag}
          </button>
        ))}
        {typed === '' && <IconPlus size={15} stroke={1.5} aria-hidden />}
        <input
          ref={input}
          aria-label={text.tags}
          aria-invalid={problem !== null}
          aria-describedby={problem ? id : undefined}
          placeholder={tags.length === 0 ? text.tags : undefined}
          spellCheck={false}
          value={typed}
          onKeyDown={onKey}
          onBlur={() => put([...tags, ...half], '')}
          onChange={(event) => {
            const { value: now } = event.currentTarget;
            if (/[\s,]/.test(now)) put([...tags, ...readTags(now)], '');
            else put(tags, now);
          }}
        />
      </div>
      <Problem id={id} words={problem} />
    </div>
  );
}
