import { z } from 'zod';

/** Text that a line feed cannot break out of. */
export const oneLine = z.string().regex(/^\P{Cc}*$/u, 'This must be one line.');

/** `ops@example.com`, or with a name: `Operations <ops@example.com>`. */
export const mailAddress = oneLine
  .trim()
  .max(320, 'An address has at most 320 characters.')
  .regex(/^([^<>]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/, 'Give an address such as ops@example.com.');

/** Where mail is handed over. */
export const mailAccount = z.object({
  host: z
    .string()
    .trim()
    .max(255)
    .regex(/^[^\s/@]+$/, 'Give the name of the mail server, such as smtp.example.com.'),
  port: z.int('Give a port, such as 465 or 587.').min(1).max(65_535),
  /** TLS from the start, TLS asked for in the conversation (and insisted on), or none at all. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** null = the server asks for no sign-in. */
  user: oneLine.max(320).nullable(),
  password: oneLine.max(4096).nullable(),
  from: mailAddress,
});
export type MailAccount = z.infer<typeof mailAccount>;

/** What the mail server made of a mail. */
export const mailReceipt = z.object({
  messageId: z.string(),
  accepted: z.array(z.string()),
  /** With the server's words. */
  rejected: z.array(z.object({ address: z.string(), answer: z.string() })),
  /** The server's last words. */
  answer: z.string(),
});
export type MailReceipt = z.infer<typeof mailReceipt>;
