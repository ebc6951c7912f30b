import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { MailAccount } from '#contract/mail.ts';
import type { Identity } from './certificates.ts';

export interface Received {
  from: string;
  to: string[];
  raw: string;
  user: string | undefined;
  secure: boolean;
}

interface Wanted extends SMTPServerOptions {
  security?: MailAccount['security'];
  identity?: Identity;
}

/** A real mail server on loopback, closed when the test is over. It lets `ann` in with `p@ss`, and knows no `nobody`. */
export async function mailServer({ security = 'none', identity, ...more }: Wanted = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: security === 'none' ? ['STARTTLS'] : [],
    ...{ secure: security === 'tls', authOptional: true, ...identity },
    // Sending a password in the open is this test's own affair.
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'ann' && password === 'p@ss' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody')
        ? done(Object.assign(new Error('No such user here'), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      let raw = '';
      stream.on('data', (bytes) => {
        raw += bytes;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        received.push({
          from,
          to: rcptTo.map(({ address }) => address),
          raw,
          user: session.user,
          secure: session.secure,
        });
        done(null, 'OK: queued as 4711');
      });
    },
    ...more,
  });
  // Clients that break off are what some tests are about.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  const account: MailAccount = {
    ...{ host: '127.0.0.1', port, security, user: null, password: null, from: 'Belfry <belfry@here.test>' },
  };
  return { account, received, connections: server.connections as unknown as Set<unknown> };
}
