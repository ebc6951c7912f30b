import { connect, isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { BelfryError } from '#contract/error.ts';
import type { MailAccount, MailReceipt } from '#contract/mail.ts';
import type { Mail, SendMail } from '#core/ports.ts';
import { CertificateError, certificateFault } from './certificate.ts';
import { CONNECT_MS, connectionProblem } from './connection-problem.ts';
import { trusted } from './trust.ts';

/** A mail server that says nothing for so long is given up, in ms. */
const SILENCE_MS = 5 * 60_000;

/**
 * Sends mail by SMTP. `environment` is asked at each mail; it names further authorities to trust. `resolve` puts secrets
 * in the place of their names.
 */
export function createMailer(
  environment: () => Record<string, string>,
  resolve: (text: string) => string = (text) => text,
): SendMail {
  return async (given, mail, signal) => {
    const { user, password } = given;
    const account = { ...given, user: user && resolve(user), password: password && resolve(password) };
    const secureContext = trusted(environment());
    let socket: Socket | undefined;
    try {
      socket = await dial(account, secureContext, signal);
      return await converse(account, mail, { socket, secureContext, signal });
    } catch (error) {
      throw new BelfryError('unavailable', mailProblem(error, account));
    } finally {
      socket?.destroy();
    }
  };
}

interface Line {
  socket: Socket;
  secureContext: tls.SecureContext;
  signal: AbortSignal | undefined;
}

/** A connection to the account's server, its certificate checked where TLS comes first. */
function dial(
  { host, port, security }: MailAccount,
  secureContext: tls.SecureContext,
  signal?: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) ? '' : host;
    const socket =
      security === 'tls'
        ? tls.connect({ host, port, servername, secureContext, rejectUnauthorized: false })
        : connect({ host, port });
    const fail = (error: Error) => {
      settle();
      socket.destroy();
      reject(error);
    };
    const stop = () => fail(new Error('Stopped.'));
    const late = setTimeout(() => fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), CONNECT_MS);
    const settle = () => {
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
      socket.off('error', fail);
      // A socket that fails while it is being destroyed has nobody to tell.
      socket.on('error', () => {});
    };
    socket.once('error', fail);
    socket.once(security === 'tls' ? 'secureConnect' : 'connect', () => {
      const fault = socket instanceof tls.TLSSocket ? certificateFault(socket) : null;
      if (fault) return fail(new CertificateError(fault));
      settle();
      resolve(socket);
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });
}

async function converse(account: MailAccount, mail: Mail, line: Line): Promise<MailReceipt> {
  const { host, port, security, user, password, from } = account;
  // Loaded with the first mail.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ host, port, connection: line.socket, secure: security === 'tls', secured: security === 'tls' },
    ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    tls: { secureContext: line.secureContext, servername: isIP(host) ? '' : host },
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    ...{ greetingTimeout: CONNECT_MS, connectionTimeout: 2 * CONNECT_MS, socketTimeout: SILENCE_MS },
    disableUrlAccess: true,
  });
  const { to, cc, bcc, subject, text, attachments = [] } = mail;
  const sent = await transport.sendMail({
    ...{ from, to, cc, bcc, subject, text, attachments: attachments.map((path) => ({ path })) },
    ...(line.signal && { signal: line.signal }),
  });
  return {
    messageId: sent.messageId,
    accepted: sent.accepted.map(addressOf),
    rejected: (sent.rejectedErrors ?? []).map(rejection),
    answer: sent.response,
  };
}

const addressOf = (address: string | { address: string }) => (typeof address === 'string' ? address : address.address);

interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  recipient?: string;
  rejectedErrors?: SmtpError[];
  timeoutType?: string;
  path?: string;
}

const rejection = ({ recipient = '', response, message }: SmtpError) => ({
  address: recipient,
  answer: response ?? message,
});

/** Why a mail was not taken, in one sentence. */
function mailProblem(thrown: unknown, { host, port, security, user, from }: MailAccount): string {
  const error = thrown as SmtpError;
  const answer = error.response ? oneLine(error.response) : '';
  const place = `${host}:${port}`;
  switch (error.code) {
    case 'EAUTH':
      return answer
        ? `${host} refused to let ${user} in: ${answer}`
        : `${host} offers no way to sign in that Belfry knows.`;
    case 'EENVELOPE':
      if (error.rejectedErrors?.length) return refusedSentence(error.rejectedErrors.map(rejection));
      return answer
        ? `${host} refused mail from ${from}: ${answer}`
        : `The mail cannot be addressed: ${error.message}.`;
    case 'EMESSAGE':
    case 'EPROTOCOL':
      return answer ? `${host} did not take the mail: ${answer}` : `${place} does not answer as a mail server does.`;
    case 'ETIMEDOUT':
      if (error.timeoutType === 'GREETING_TIMEOUT') return `${place} gave no greeting. ${securityHint(security)}`;
      if (error.timeoutType) return `${place} fell silent.`;
      break;
    case 'ETLS':
      if (/^5\d\d/.test(answer) || error.command === 'STARTTLS') return `${place} offers no STARTTLS.`;
      break;
    case 'ECONNECTION':
      return answer ? `${host} ended the conversation: ${answer}` : `${place} closed the connection.`;
    case 'ESTREAM':
    case 'ENOENT':
    case 'EACCES':
      if (error.path) return `Attachment ${error.path} cannot be read (${error.code}).`;
  }
  const problem = connectionProblem(error, { host, port, remedy: 'trust it on this computer first' });
  return /does not answer in TLS/.test(problem) ? `${problem} ${securityHint(security)}` : problem;
}

/** Recipients that a server turned down, in one sentence with its words. */
export function refusedSentence(rejected: MailReceipt['rejected']): string {
  const [first] = rejected;
  const others = rejected.length > 1 ? ` and ${rejected.length - 1} more` : '';
  return `Recipient ${first?.address}${others} was refused: ${oneLine(first?.answer ?? '')}`;
}

const securityHint = (security: MailAccount['security']) =>
  security === 'tls'
    ? 'TLS from the start is usual on port 465, STARTTLS on 587.'
    : 'Port 465 usually wants TLS from the start.';

/** A server's answer, with a full stop. */
function oneLine(answer: string): string {
  const text = answer.replace(/\s+/g, ' ').trim().slice(0, 300);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
