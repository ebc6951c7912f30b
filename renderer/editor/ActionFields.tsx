import type { ActionKind } from '#contract/action.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { text as shared } from '../ui/text.ts';
import { CommandFields } from './CommandFields.tsx';
import { EmailFields } from './EmailFields.tsx';
import { FunctionFields } from './FunctionFields.tsx';
import { type FieldsProps, Row } from './fields.tsx';
import { HttpFields } from './HttpFields.tsx';
import { ScriptFields } from './ScriptFields.tsx';
import { SqlFields } from './SqlFields.tsx';
import { text } from './text.ts';

/** The kinds of action, in the order they are offered, each with its form. */
const FIELDS: { [K in ActionKind]: (props: FieldsProps) => React.ReactNode } = {
  command: CommandFields,
  script: ScriptFields,
  http: HttpFields,
  email: EmailFields,
  sql: SqlFields,
  function: FunctionFields,
};
const KINDS = (Object.keys(FIELDS) as ActionKind[]).map(
  (kind) =>
    [kind, shared.kind[kind], <KindIcon key={kind} kind={kind} size={15} label={null} color="currentColor" />] as const,
);

/** What the job does, with the fields of its kind. */
export function ActionFields(props: FieldsProps) {
  const { kind } = props.form;
  const Fields = FIELDS[kind];
  return (
    <Row label={text.does}>
      <Segmented label={text.does} value={kind} options={KINDS} onChange={(chosen) => props.set({ kind: chosen })} />
      <Fields {...props} />
    </Row>
  );
}
