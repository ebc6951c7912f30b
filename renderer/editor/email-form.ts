import type { ActionOf } from '#contract/action.ts';

/** A mail's fields as typed: addresses with commas between, one attached file a line. */
export interface EmailForm {
  to: string;
  cc: string;
  bcc: string;
  subject: string;
  text: string;
  attachments: string;
}

/** The fields of a mail; null = of a new one. */
export function emailFormOf(action: ActionOf<'email'> | null): EmailForm {
  return {
    to: action?.to.join(', ') ?? '',
    cc: action?.cc.join(', ') ?? '',
    bcc: action?.bcc.join(', ') ?? '',
    subject: action?.subject ?? '',
    text: action?.text ?? '',
    attachments: action?.attachments.join('\n') ?? '',
  };
}

/** The mail typed. */
export function emailOf(form: EmailForm): ActionOf<'email'> {
  return {
    ...{ kind: 'email', to: addresses(form.to), cc: addresses(form.cc), bcc: addresses(form.bcc) },
    subject: form.subject.trim(),
    text: form.text,
    attachments: pieces(form.attachments, '\n'),
  };
}

const addresses = (typed: string) => pieces(typed, /[,;\n]/);

const pieces = (typed: string, at: string | RegExp) =>
  typed
    .split(at)
    .map((piece) => piece.trim())
    .filter(Boolean);
