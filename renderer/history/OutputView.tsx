import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Run } from '#contract/run.ts';
import { bytes } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { plural } from '../ui/text.ts';
import { findIn } from './find.ts';
import { OutputLines } from './OutputLines.tsx';
import { OutputTools, openOutput } from './OutputTools.tsx';
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
              {log.hasGap && ` ${text.inShown}`}
            </span>
          )}
        </span>
        <OutputTools
          place={{ run: props.run.id, attempt: props.attempt }}
          wrap={wrap}
          onWrap={() => setWrap(!wrap)}
          shown={() => log.text}
        />
      </div>
      <Body {...props} output={output} wrap={wrap} matches={matches} current={current} />
      {log.lines.length > 0 && (
        <p className="output-foot num">
          {plural(log.lines.length, 'line')}
          {log.hasGap && ` ${text.shown}`} · {bytes(Math.max(props.run.outputBytes, log.chars))}
          {output.dropped > 0 && ` · ${text.notKept(bytes(output.dropped))}`}
        </p>
      )}
    </>
  );
}

type BodyProps = {
  run: Run;
  attempt: number;
  live: boolean;
  output: ReturnType<typeof useOutput>;
  wrap: boolean;
} & Pick<Parameters<typeof OutputLines>[0], 'matches' | 'current'>;

function Body({ run, attempt, live, output, wrap, matches, current }: BodyProps) {
  if (output.problem) return <p className="no-output fail">{output.problem}</p>;
  if (!output.loaded) return <p className="no-output" />;
  if (output.log.lines.length === 0) return <p className="no-output meta">{live ? text.waiting : text.noOutput}</p>;
  return (
    <OutputLines
      log={output.log}
      version={output.version}
      gap={gapWords(run, output)}
      onOpenFile={() => void openOutput({ run: run.id, attempt })}
      live={live}
      wrap={wrap}
      matches={matches}
      current={current}
    />
  );
}

/** What is missing between the ends: kept but not shown, or not kept at all. Of several attempts no share is known. */
function gapWords(run: Run, { log, dropped }: Pick<ReturnType<typeof useOutput>, 'log' | 'dropped'>): string {
  const hidden = run.outputBytes - dropped - log.chars;
  const isKnown = run.attempt === 1 && run.outputBytes > 0;
  return [
    (!isKnown || hidden > 1000) && text.notShown(isKnown ? bytes(hidden) : null),
    dropped > 0 && text.notKeptHere(bytes(dropped)),
  ]
    .filter(Boolean)
    .join(' ');
}
