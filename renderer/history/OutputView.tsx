import { IconCopy, IconTextWrap } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Run } from '#contract/run.ts';
import { IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { bytes } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { plural } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { findIn } from './find.ts';
import { OutputLines } from './OutputLines.tsx';
import { text } from './text.ts';
import { useOutput } from './use-output.ts';

/** One attempt's output with its tools. */
export function OutputView(props: { run: Run; attempt: number; live: boolean; tabs: ReactNode }) {
  const output = useOutput(props.run.id, props.attempt, props.live);
  const { log, version } = output;
  const [wrap, setWrap] = useState(true);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log grows in place; its version tells.
  const matches = useMemo(() => findIn(log.lines, words), [log, words, version]);
  const current = matches[Math.min(at, matches.length - 1)];
  const step = (by: number) =>
    setAt((known) => (matches.length === 0 ? 0 : (known + by + matches.length) % matches.length));
  useKeys({ 'mod+f': () => field.current?.select() });
  const copy = () => {
    copyText(log.lines.map((line) => line.text).join('\n'));
    toast({ tone: 'note', title: text.copied });
  };
  return (
    <>
      <div className="output-bar">
        {props.tabs}
        <span className="spring" />
        <span className="find">
          <input
            ref={field}
            className="field"
            aria-label={text.find}
            placeholder={text.find}
            spellCheck={false}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
              if (event.key !== 'Escape') return;
              event.preventDefault();
              setWords('');
            }}
          />
          {words !== '' && (
            <span className="meta num" aria-live="polite">
              {text.matches(Math.min(at, matches.length - 1) + 1, matches.length)}
            </span>
          )}
        </span>
        <IconButton label={text.wrap} aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          <IconTextWrap size={16} stroke={1.5} />
        </IconButton>
        <IconButton label={text.copy} onClick={copy}>
          <IconCopy size={16} stroke={1.5} />
        </IconButton>
      </div>
      <Body {...props} output={output} wrap={wrap} matches={matches} current={current} />
      {log.lines.length > 0 && (
        <p className="output-foot num">
          {plural(log.lines.length, 'line')} · {bytes(props.run.outputBytes)}
          {output.dropped > 0 && ` · ${text.notShown(bytes(output.dropped))}`}
        </p>
      )}
    </>
  );
}

type BodyProps = { live: boolean; output: ReturnType<typeof useOutput>; wrap: boolean } & Pick<
  Parameters<typeof OutputLines>[0],
  'matches' | 'current'
>;

function Body({ live, output, wrap, matches, current }: BodyProps) {
  if (output.problem) return <p className="no-output fail">{output.problem}</p>;
  if (!output.loaded) return <p className="no-output" />;
  if (output.log.lines.length === 0) return <p className="no-output meta">{live ? text.waiting : text.noOutput}</p>;
  return (
    <OutputLines
      lines={output.log.lines}
      version={output.version}
      dropped={output.dropped}
      live={live}
      wrap={wrap}
      matches={matches}
      current={current}
    />
  );
}
