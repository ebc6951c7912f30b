import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Attempt, Run } from '#contract/run.ts';
import { IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { bytes } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { plural } from '../ui/text.ts';
import { CommandLine, EndLine } from './EndLines.tsx';
import { findIn } from './find.ts';
import { OutputLines } from './OutputLines.tsx';
import { OutputTools, openOutput } from './OutputTools.tsx';
import { text } from './text.ts';
import { useOutput } from './use-output.ts';

interface Props {
  run: Run;
  attempt: number;
  /** What is known of the attempt. */
  ended: Attempt | undefined;
  live: boolean;
  tabs: ReactNode;
  /** What the history is searched for: looked for here until something else is. */
  words: string;
  /** How much output there is, in words; empty without any. */
  onFacts: (facts: string) => void;
}

/** One attempt's output with its tools. */
export function OutputView(props: Props) {
  const output = useOutput(props.run.id, props.attempt, props.live);
  const { log, version } = output;
  const [wrap, setWrap] = useState(true);
  const [typed, setWords] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log grows in place; its version tells.
  const found = useMemo(() => findIn(log.lines, typed ?? props.words), [log, typed, props.words, version]);
  // What was found by its name or its error is not in the output: an empty field says nothing about that.
  const words = typed ?? (found.length > 0 ? props.words : '');
  const matches = found;
  const current = matches[Math.min(at, matches.length - 1)];
  const step = (by: number) =>
    setAt((known) => (matches.length === 0 ? 0 : (known + by + matches.length) % matches.length));
  useKeys({ 'mod+f': () => field.current?.select() });
  const facts = factsOf(props.run, output);
  const { onFacts } = props;
  useEffect(() => {
    onFacts(facts);
    return () => onFacts('');
  }, [facts, onFacts]);
  return (
    <>
      <div className="output-bar">
        {props.tabs}
        <span className="spring" />
        <span className={classes('find', words !== '' && 'on')}>
          <IconSearch size={14} stroke={1.5} aria-hidden />
          <input
            ref={field}
            className="field"
            aria-label={text.find}
            placeholder={text.findShort}
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
            <span className="meta num" aria-live="polite" title={log.hasGap ? text.inShown : undefined}>
              {text.matches(Math.min(at, matches.length - 1) + 1, matches.length)}
            </span>
          )}
          {matches.length > 1 && (
            <>
              <IconButton label={text.previous} onClick={() => step(-1)}>
                <IconChevronUp size={14} stroke={1.5} />
              </IconButton>
              <IconButton label={text.next} onClick={() => step(1)}>
                <IconChevronDown size={14} stroke={1.5} />
              </IconButton>
            </>
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
      {output.dropped > 0 && <p className="output-foot num">{facts}</p>}
    </>
  );
}

/** "17 lines · 1.4 kB". */
function factsOf(run: Run, { log, dropped }: ReturnType<typeof useOutput>): string {
  if (log.lines.length === 0) return '';
  return [
    `${plural(log.lines.length, 'line')}${log.hasGap ? ` ${text.shown}` : ''}`,
    bytes(Math.max(run.outputBytes, log.chars)),
    dropped > 0 && text.notKept(bytes(dropped)),
    dropped === 0 && log.lines.some(({ stream }) => stream === 'stderr') && text.stderrNote,
  ]
    .filter(Boolean)
    .join(' · ');
}

type BodyProps = {
  run: Run;
  attempt: number;
  ended: Attempt | undefined;
  live: boolean;
  output: ReturnType<typeof useOutput>;
  wrap: boolean;
} & Pick<Parameters<typeof OutputLines>[0], 'matches' | 'current'>;

function Body({ run, attempt, ended, live, output, wrap, matches, current }: BodyProps) {
  if (output.problem) return <p className="no-output fail">{output.problem}</p>;
  if (!output.loaded) return <p className="no-output" />;
  if (output.log.lines.length === 0)
    return (
      <div className="no-output">
        <CommandLine run={run} />
        <p className="meta">{live ? text.waiting : text.noOutput}</p>
        {!live && ended && <EndLine ended={ended} />}
      </div>
    );
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
      head={<CommandLine run={run} />}
      foot={!live && ended && <EndLine ended={ended} />}
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
