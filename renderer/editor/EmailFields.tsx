import { Link } from 'wouter';
import { useSettings } from '../state/queries.ts';
import type { EmailForm } from './email-form.ts';
import { type FieldsProps, Labelled, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { samples } from './sample-text.ts';
import { text } from './text.ts';

const words = text.email;

/** A mail: to whom, and what it says. */
export function EmailFields({ form: { email }, set, error }: FieldsProps) {
  const { data: settings } = useSettings();
  const put = (changes: Partial<EmailForm>) => set({ email: { ...email, ...changes } });
  const line = (field: 'to' | 'cc' | 'bcc' | 'subject') => (
    <Labelled label={words[field]}>
      <TextInput
        label={words[field]}
        placeholder={words.hints[field]}
        value={email[field]}
        problem={problemAt(error, `action.${field}`)}
        onText={(typed) => put({ [field]: typed })}
      />
    </Labelled>
  );
  return (
    <>
      {settings?.smtp === null && (
        <p className="notice">
          {words.noAccount} <Link href="/settings/notifications">{words.setUp}</Link>
        </p>
      )}
      {line('to')}
      <div className="pair">
        {line('cc')}
        {line('bcc')}
      </div>
      {line('subject')}
      <Labelled label={words.text}>
        <TextArea
          label={words.text}
          rows={Math.min(16, Math.max(5, email.text.split('\n').length))}
          value={email.text}
          problem={problemAt(error, 'action.text')}
          onText={(typed) => put({ text: typed })}
        />
      </Labelled>
      <Labelled label={words.attachments}>
        <TextArea
          mono
          label={words.attachments}
          placeholder={samples.attachment}
          rows={Math.min(6, Math.max(2, email.attachments.split('\n').length))}
          value={email.attachments}
          problem={problemAt(error, 'action.attachments')}
          onText={(attachments) => put({ attachments })}
        />
      </Labelled>
    </>
  );
}
