import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ActionOf } from '#contract/action.ts';
import { UsageError } from './failure.ts';
import { readText } from './http-options.ts';

/** What `add` and `edit` are told of a mail; `false` comes from an option's `--no-` form. */
export interface EmailOptions {
  email?: string[];
  cc?: string[] | false;
  bcc?: string[] | false;
  subject?: string;
  text?: string;
  textFile?: string;
  attach?: string[] | false;
}

/** Those that say more about `--email`. */
export const EMAIL_DETAILS = ['cc', 'bcc', 'subject', 'text', 'textFile', 'attach'] as const;

export function addEmailOptions(command: Command): Command {
  return command
    .option('--email <address>', 'send a mail from the account of the settings; may be repeated', gatherAddresses)
    .option('--cc <address>', 'who gets a copy; may be repeated', gatherAddresses)
    .option('--bcc <address>', 'who gets a copy unseen; may be repeated', gatherAddresses)
    .option('--subject <text>', 'the subject of the mail')
    .option('--text <text>', 'the text of the mail')
    .option('--text-file <file>', 'the same, read from a file now', readText('text-file'))
    .option('--attach <file>', 'a file to attach as it is when the mail is sent; may be repeated', gatherFiles);
}

/** What `edit` takes back. */
export function addEmailResets(command: Command): Command {
  return command
    .option('--no-cc', 'send no copies')
    .option('--no-bcc', 'send no unseen copies')
    .option('--no-attach', 'attach nothing');
}

/** The mail named, over the one the job sends. */
export function readEmail(options: EmailOptions, before: ActionOf<'email'> | undefined): ActionOf<'email'> {
  const { email, cc, bcc, subject, text, textFile, attach } = options;
  if (text !== undefined && textFile !== undefined) {
    throw new UsageError('Give --text or --text-file, not both.', 'text');
  }
  const written = textFile ?? text;
  return {
    ...(before ?? BLANK),
    ...(email && { to: email }),
    ...(cc !== undefined && { cc: cc || [] }),
    ...(bcc !== undefined && { bcc: bcc || [] }),
    ...(subject !== undefined && { subject }),
    ...(written !== undefined && { text: written }),
    ...(attach !== undefined && { attachments: attach || [] }),
  };
}

const BLANK: ActionOf<'email'> = { kind: 'email', to: [], cc: [], bcc: [], subject: '', text: '', attachments: [] };

/** Addresses may stand behind one another, with commas between. */
function gatherAddresses(text: string, before: string[] | false | undefined): string[] {
  return [...(before || []), ...text.split(',').map((part) => part.trim())];
}

const gatherFiles = (file: string, before: string[] | false | undefined) => [...(before || []), resolve(file)];
