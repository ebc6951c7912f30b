import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { CodeField } from './CodeField.tsx';
import { type FieldsProps, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import type { SqlForm } from './sql-form.ts';
import { text } from './text.ts';

const ENGINES = [
  ['sqlite', text.sql.engines.sqlite],
  ['postgres', text.sql.engines.postgres],
  ['mysql', text.sql.engines.mysql],
] as const;

/** Statements, and the database they are for. */
export function SqlFields({ form, set, error }: FieldsProps) {
  const { sql } = form;
  const put = (changes: Partial<SqlForm>) => set({ sql: { ...sql, ...changes } });
  const isFile = sql.engine === 'sqlite';
  return (
    <>
      <TextInput
        mono
        label={isFile ? text.sql.file : text.sql.url}
        placeholder={text.sql.hints[sql.engine]}
        value={isFile ? sql.file : sql.url}
        problem={problemAt(error, 'action.database')}
        onText={(typed) => put(isFile ? { file: typed } : { url: typed })}
      />
      <CodeField
        label={text.sql.statements}
        placeholder={text.sql.hint}
        value={sql.statements}
        tint={null}
        problem={problemAt(error, 'action.statements')}
        onText={(statements) => put({ statements })}
        foot={
          <>
            <Select
              look="bare"
              label={text.sql.engine}
              value={sql.engine}
              options={ENGINES}
              onChange={(engine) => put({ engine })}
            />
            {isFile ? (
              <span className="code-switch">
                {text.sql.create}
                <Switch label={text.sql.create} on={sql.create} onChange={(create) => put({ create })} />
              </span>
            ) : (
              <span className="code-switch meta">{text.sql.needs[sql.engine as 'postgres' | 'mysql']}</span>
            )}
          </>
        }
      />
    </>
  );
}
