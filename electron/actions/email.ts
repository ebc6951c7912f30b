import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { MailReceipt } from '#contract/mail.ts';
import type { ActionContext, StartAction } from '#core/ports.ts';
import type { ExecutorOptions } from './index.ts';
import { createMailer, refusedSentence } from './mail.ts';
import { sizeText } from './size-text.ts';
import { withoutProcess } from './without-process.ts';
import { workingDirectory } from './working-directory.ts';

/** All attachments of a mail together, in bytes: few servers take more. */
const ATTACHED_BYTES = 25_000_000;

/** A mail from the account of the settings. What the server said of it is the output. */
export function createEmail(options: ExecutorOptions): StartAction<'email'> {
  const { baseEnvironment, mailAccount, homeFolder, secrets } = options;
  const sendMail = createMailer(baseEnvironment, secrets.resolve);
  return ({ to, cc, bcc, subject, text, attachments }, context) =>
    withoutProcess(async (signal) => {
      const account = mailAccount?.();
      if (!account) return 'No mail account is set up. Add one in Settings, Notifications.';
      const folder = workingDirectory(context, homeFolder);
      const files = attachments.map((path) => resolve(folder, path.replace(/^~(?=[/\\])/, homedir())));
      const problem = attachmentProblem(files);
      if (problem !== null) return problem;
      printLine(context, `Sent from ${account.from} by ${account.host}:${account.port}`);
      const receipt = await sendMail(account, { to, cc, bcc, subject, text, attachments: files }, signal);
      printReceipt(context, receipt);
      return receipt.rejected.length > 0 ? refusedSentence(receipt.rejected) : null;
    });
}

/** Why files cannot be attached, in one sentence; null when they can. */
function attachmentProblem(files: string[]): string | null {
  let total = 0;
  for (const file of files) {
    try {
      const { size, isFile } = look(file);
      if (!isFile) return `Attachment ${file} is not a file.`;
      total += size;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return `Attachment ${file} does not exist.`;
      return `Attachment ${file} cannot be read (${code}). Check its permissions.`;
    }
  }
  if (total <= ATTACHED_BYTES) return null;
  return `The attachments are ${sizeText(total)} together; a mail takes ${sizeText(ATTACHED_BYTES)}.`;
}

function look(file: string): { size: number; isFile: boolean } {
  accessSync(file, constants.R_OK);
  const found = statSync(file);
  return { size: found.size, isFile: found.isFile() };
}

function printReceipt(context: ActionContext, { accepted, rejected, messageId, answer }: MailReceipt): void {
  for (const address of accepted) printLine(context, `Accepted ${address}`);
  for (const { address, answer: words } of rejected) printLine(context, `Refused ${address}: ${words}`, 'stderr');
  printLine(context, `Message id ${messageId}`);
  printLine(context, answer);
}

function printLine({ output }: ActionContext, text: string, stream: 'stdout' | 'stderr' = 'stdout'): void {
  output(stream, Buffer.from(`${text}\n`));
}
