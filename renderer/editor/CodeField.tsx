import { type ReactNode, useId } from 'react';
import { Tokens } from '../ui/Command.tsx';
import { classes } from '../ui/classes.ts';
import { Problem } from './fields.tsx';
import { JsonTokens } from './JsonTokens.tsx';

interface Props {
  label: string;
  value: string;
  placeholder: string;
  onText: (text: string) => void;
  problem: string | null;
  /** How it is coloured. */
  tint: 'shell' | 'json' | null;
  /** Lines shown at least. */
  least?: number;
  /** What stands beneath, in the same frame. */
  foot?: ReactNode;
}

/** Several lines of code, numbered; what is typed lies unseen over the same text in colours. */
export function CodeField({ label, value, placeholder, onText, problem, tint, least = 3, foot }: Props) {
  const id = useId();
  const count = Math.max(least, value.split('\n').length);
  return (
    <div className="text-input">
      <div className={classes('field code-field', problem !== null && 'invalid')}>
        <div className="code-scroll">
          <pre className="code-numbers num" aria-hidden>
            {Array.from({ length: count }, (_, at) => at + 1).join('\n')}
          </pre>
          <div className="code-text">
            <pre aria-hidden>
              {tint === 'json' ? <JsonTokens text={value} /> : <Tokens line={value} plain={tint === null} />}{' '}
            </pre>
            <textarea
              spellCheck={false}
              wrap="off"
              aria-label={label}
              aria-invalid={problem !== null}
              aria-describedby={problem ? id : undefined}
              placeholder={placeholder}
              value={value}
              onChange={(event) => onText(event.currentTarget.value)}
            />
          </div>
        </div>
        {foot && <div className="code-foot">{foot}</div>}
      </div>
      <Problem id={id} words={problem} />
    </div>
  );
}
