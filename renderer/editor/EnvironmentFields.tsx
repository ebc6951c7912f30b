import { IconPlus, IconX } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import { BelfryError } from '#contract/error.ts';
import { sentence } from '../api.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Problem, Row } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { newKey } from './keys.ts';
import { samples } from './sample-text.ts';
import { text } from './text.ts';
import { UnknownSecrets, VariableValue } from './VariableValue.tsx';

type Variable = Form['environment'][number];

interface Props {
  rows: Variable[];
  onRows: (rows: Variable[]) => void;
  error: BelfryError | null;
  /** Keys of rows whose value alone may change. */
  fixed?: ReadonlySet<number>;
}

export function EnvironmentFields(props: Props) {
  return (
    <Row label={text.environment}>
      <VariableFields {...props} />
    </Row>
  );
}

/** Variables, one a row; refusals name them as `environment.NAME`. */
export function VariableFields(props: Props) {
  const { rows, onRows, fixed } = props;
  const put = (key: number, changes: Partial<Variable>) =>
    onRows(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)));
  const id = useId();
  /** Whose name is to be typed next. */
  const added = useRef<number | null>(null);
  const add = () => {
    added.current = newKey();
    onRows([...rows, { key: added.current, name: '', value: '' }]);
  };
  const problem = problemAt(props.error, 'environment');
  const isTwice = (name: string) => rows.filter((row) => row.name.trim() === name.trim()).length > 1;
  // A refusal of all of them is of one name written twice.
  const isWrong = (name: string) =>
    problem !== null && (problemAt(props.error, `environment.${name.trim()}`) !== null || isTwice(name));
  return (
    <>
      {rows.length > 0 && (
        <div className="variables">
          {rows.map(({ key, name, value }, at) => (
            <div key={key} className="variable">
              <input
                // biome-ignore lint/a11y/noAutofocus: who asked for the row types into it next.
                autoFocus={key === added.current}
                aria-label={text.variable}
                aria-invalid={isWrong(name)}
                aria-describedby={isWrong(name) ? id : undefined}
                placeholder={samples.variable}
                spellCheck={false}
                readOnly={fixed?.has(key)}
                value={name}
                onChange={(event) => put(key, { name: event.currentTarget.value })}
              />
              <VariableValue name={name} value={value} onValue={(typed) => put(key, { value: typed })} />
              {!fixed?.has(key) && (
                <IconButton
                  label={text.removeVariable(name)}
                  onClick={() => onRows(rows.filter((row) => row.key !== key))}
                >
                  <IconX size={15} stroke={1.5} />
                </IconButton>
              )}
              {at === rows.length - 1 && (
                <IconButton label={text.addVariable} className="stays" onClick={add}>
                  <IconPlus size={15} stroke={1.5} />
                </IconButton>
              )}
            </div>
          ))}
        </div>
      )}
      <UnknownSecrets values={rows.map(({ value }) => value)} />
      <Problem id={id} words={problem} />
      {rows.length === 0 && (
        <div className="lone">
          <Button small icon={<IconPlus size={16} stroke={1.5} />} onClick={add}>
            {text.addVariable}
          </Button>
        </div>
      )}
    </>
  );
}

/** A refusal of `variables`, as these fields know them. */
export function asOfFields(refused: unknown): BelfryError {
  if (!(refused instanceof BelfryError)) return new BelfryError('internal', sentence(refused));
  return new BelfryError(refused.code, refused.message, refused.field?.replace(/^variables/, FIELD));
}

/** What the fields of variables are called in refusals. */
export const FIELD = 'environment';
