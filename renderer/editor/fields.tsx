import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { classes } from '../ui/classes.ts';
import type { Form } from './form.ts';

/** What the fields of one part of the editor work with. */
export interface FieldsProps {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

/** A row of the editor: what it is at left, its fields at right. */
export function Row({ label, children, ruled = false }: { label: string; children: ReactNode; ruled?: boolean }) {
  return (
    <section className={classes('editor-row', ruled && 'ruled')} aria-label={label}>
      <h2>{label}</h2>
      <div className="editor-fields">{children}</div>
    </section>
  );
}

/** The sentence that refuses what a field holds. */
export function Problem({ words, id }: { words: string | null | undefined; id?: string }) {
  if (!words) return null;
  return (
    <p id={id} className="problem" role="alert">
      {words}
    </p>
  );
}

/** A field under its own small label. */
export function Labelled({
  label,
  children,
  problem,
  problemId,
}: {
  label: string;
  children: ReactNode;
  problem?: string | null;
  problemId?: string;
}) {
  return (
    <div className="labelled">
      <span className="label" aria-hidden>
        {label}
      </span>
      {children}
      <Problem id={problemId} words={problem} />
    </div>
  );
}

type Base = { label: string; problem?: string | null; onText: (text: string) => void; mono?: boolean };
type InputProps = Base & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'>;

/** What both kinds of text field have: the name they go by, and the sentence that refuses them. */
function useTextField({ label, problem = null, onText, mono }: Base) {
  const id = useId();
  const attributes = {
    'aria-label': label,
    'aria-invalid': problem !== null,
    'aria-describedby': problem ? id : undefined,
    className: classes('field', mono && 'mono'),
    onChange: (event: { currentTarget: { value: string } }) => onText(event.currentTarget.value),
  };
  return { attributes, refusal: <Problem id={id} words={problem} /> };
}

/** One line of text, with the sentence that refuses it beneath. */
export function TextInput({ label, problem, onText, mono, className, ...rest }: InputProps) {
  const { attributes, refusal } = useTextField({ label, problem, onText, mono });
  return (
    <div className={classes('text-input', className)}>
      <input spellCheck={false} {...rest} {...attributes} />
      {refusal}
    </div>
  );
}

type AreaProps = Base & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'>;

/** Several lines of text. */
export function TextArea({ label, problem, onText, mono, ...rest }: AreaProps) {
  const { attributes, refusal } = useTextField({ label, problem, onText, mono });
  return (
    <div className="text-input">
      <textarea spellCheck={false} {...rest} {...attributes} />
      {refusal}
    </div>
  );
}
