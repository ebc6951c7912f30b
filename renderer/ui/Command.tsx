import type { ActionKind } from '#contract/action.ts';
import styles from './command.module.css';
import { shellTokens } from './shell-tokens.ts';
import { text } from './text.ts';

/** What a job does, as code. */
export function Command({ kind, line }: { kind: ActionKind; line: string }) {
  return (
    <pre className={styles.block} title={text.kind[kind]}>
      <Tokens line={line} plain={kind !== 'command'} />
    </pre>
  );
}

/** Options break at no hyphen of theirs. */
const whole = (text: string) =>
  text.split(/((?<=^|\s)-\S{1,40}(?=\s|$))/).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place.
      <span key={at} className={styles.word}>
        {part}
      </span>
    ),
  );

/** A line in colours; `plain` for what is no shell line. */
export function Tokens({ line, plain = false }: { line: string; plain?: boolean }) {
  if (plain) return <>{line}</>;
  return (
    <>
      {shellTokens(line).map(({ kind, text: part }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
        <span key={at} className={kind === 'command' ? styles.verb : styles[kind]}>
          {kind === 'plain' ? whole(part) : part}
        </span>
      ))}
    </>
  );
}
