import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMailer } from '#actions/mail.ts';
import { type Action, action } from '#contract/action.ts';
import type { MailAccount } from '#contract/mail.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, run, until } from './begin.ts';
import { authority } from './certificates.ts';
import { mailServer } from './mail-server.ts';
import { freePort } from './web-server.ts';

const email = (more: object = {}): Action =>
  action.parse({ kind: 'email', to: ['team@there.test'], subject: 'Hello', text: 'It rang.', ...more });
const send = (account: MailAccount | null, what = email(), trust: Record<string, string> = {}, cwd?: string) =>
  run(what, { mailAccount: () => account, baseEnvironment: () => trust, ...(cwd !== undefined && { cwd }) });

describe('a mail', () => {
  it('arrives with everybody it is for, and what is attached', async () => {
    const { account, received } = await mailServer();
    const folder = await tempFolder();
    writeFileSync(join(folder, 'report.txt'), 'all is well');
    const what = email({
      ...{ to: ['Team <team@there.test>', 'b@there.test'], cc: ['c@there.test'], bcc: ['d@there.test'] },
      ...{ subject: 'Grüße\u2003🔔', attachments: ['report.txt'] },
    });
    const ended = await send(account, what, {}, folder);
    expect(ended).toMatchObject({ exitCode: null, signal: null, error: null, err: '' });
    expect(ended.out).toContain('Accepted team@there.test\nAccepted b@there.test\n');
    expect(ended.out).toMatch(/Message id <.+@here\.test>\n250 OK: queued as 4711\n$/);
    const [mail] = received;
    expect(mail).toMatchObject({
      from: 'belfry@here.test',
      to: ['team@there.test', 'b@there.test', 'c@there.test', 'd@there.test'],
    });
    expect(mail?.raw).toContain('To: Team <team@there.test>, b@there.test\r\n');
    expect(mail?.raw).toContain('It rang.');
    expect(mail?.raw).toContain(Buffer.from('all is well').toString('base64'));
    expect(mail?.raw).not.toContain('d@there.test');
  });

  it.each(['tls', 'starttls', 'none'] as const)(
    'goes by %s, signed in, and never shows the password',
    async (security) => {
      const { issue, trust } = await authority();
      const { account, received } = await mailServer({ security, identity: await issue(), authOptional: false });
      const ended = await send({ ...account, user: 'ann', password: 'p@ss' }, email(), trust);
      expect(ended.error).toBeNull();
      expect(received).toMatchObject([{ user: 'ann', secure: security !== 'none' }]);
      expect(ended.all).not.toContain('p@ss');
      expect(ended.all).not.toContain(Buffer.from('p@ss').toString('base64'));
    },
  );

  it('goes to those who are known, and names those who are not', async () => {
    const { account, received } = await mailServer();
    const ended = await send(account, email({ cc: ['nobody@there.test', 'nobody2@there.test'] }));
    expect(ended.error).toBe('Recipient nobody@there.test and 1 more was refused: 550 No such user here.');
    expect(ended.err).toContain('Refused nobody2@there.test: 550 No such user here');
    expect(received).toMatchObject([{ to: ['team@there.test'] }]);
  });
});

describe('a failure names its cause', () => {
  it('when no account is set up', async () => {
    expect((await send(null)).error).toBe('No mail account is set up. Add one in Settings, Notifications.');
  });

  it('when the server refuses', async () => {
    const { account } = await mailServer();
    expect((await send({ ...account, user: 'ann', password: 'wrong' })).error).toMatch(
      /^127\.0\.0\.1 refused to let ann in: 535 .*\.$/,
    );
    expect((await send(account, email({ to: ['nobody@there.test'] }))).error).toBe(
      'Recipient nobody@there.test was refused: 550 No such user here.',
    );
    const closed = await mailServer({ onMailFrom: (_address, _session, done) => done(new Error('Not from here')) });
    expect((await send(closed.account)).error).toBe(
      '127.0.0.1 refused mail from Belfry <belfry@here.test>: 550 Not from here.',
    );
    const full = await mailServer({
      onData: (stream, _session, done) => stream.resume().on('end', () => done(new Error('Full'))),
    });
    expect((await send(full.account)).error).toBe('127.0.0.1 did not take the mail: 450 Full.');
  });

  it('when nobody is there, or somebody else', async () => {
    const { account } = await mailServer();
    const port = await freePort();
    expect((await send({ ...account, port })).error).toBe(`Connection refused by 127.0.0.1:${port}.`);
    expect((await send({ ...account, host: 'exampel.invalid' })).error).toMatch(/^Host (not found: )?exampel\.invalid/);
    expect((await send({ ...account, security: 'tls' })).error).toBe(
      `127.0.0.1:${account.port} does not answer in TLS. TLS from the start is usual on port 465, STARTTLS on 587.`,
    );
    expect((await send({ ...account, security: 'starttls' })).error).toBe(
      `127.0.0.1:${account.port} offers no STARTTLS.`,
    );
    const rude = createServer((socket) => socket.on('error', () => {}).end());
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void rude.close());
    const at = (rude.address() as { port: number }).port;
    expect((await send({ ...account, port: at })).error).toBe(`127.0.0.1:${at} closed the connection.`);
  });

  it.each(['tls', 'starttls'] as const)('when %s cannot be trusted', async (security) => {
    const { issue, selfSigned, trust } = await authority();
    const problem = async (identity: Awaited<ReturnType<typeof issue>>) => {
      const { account, received } = await mailServer({ security, identity });
      const { error } = await send({ ...account, user: 'ann', password: 'p@ss' }, email(), trust);
      expect(received).toEqual([]);
      return error;
    };
    expect(await problem(await issue({ until: new Date('2026-01-02T12:00:00Z') }))).toBe(
      `Certificate of 127.0.0.1 has expired${security === 'tls' ? ' (2026-01-02)' : ''}.`,
    );
    expect(await problem(await selfSigned())).toBe(
      'Certificate of 127.0.0.1 is self-signed; trust it on this computer first.',
    );
    expect(await problem(await issue({ host: 'a.test' }))).toBe('Certificate is for a.test, not 127.0.0.1.');
  });

  it('when a file cannot be attached', async () => {
    const { account, received } = await mailServer();
    const folder = await tempFolder();
    const problem = async (...attachments: string[]) => (await send(account, email({ attachments }), {}, folder)).error;
    expect(await problem('gone.txt')).toBe(`Attachment ${join(folder, 'gone.txt')} does not exist.`);
    expect(await problem('.')).toBe(`Attachment ${folder} is not a file.`);
    for (const name of ['big1', 'big2']) {
      writeFileSync(join(folder, name), '');
      truncateSync(join(folder, name), 20_000_000);
    }
    expect(await problem('big1', 'big2')).toBe('The attachments are 40 MB together; a mail takes 25 MB.');
    writeFileSync(join(folder, 'locked'), '');
    chmodSync(join(folder, 'locked'), 0);
    // Nothing is locked to root.
    if (process.getuid?.() !== 0) expect(await problem('locked')).toMatch(/cannot be read \(EACCES\)/);
    expect(received).toEqual([]);
  });
});

it.each(['stop', 'kill'] as const)('%s ends a conversation at once', async (how) => {
  const { account, connections } = await mailServer({ onMailFrom: () => {} });
  const begun = begin(email(), { mailAccount: () => account });
  await until(() => connections.size === 1);
  begun.handle[how]();
  expect(await begun.handle.done).toEqual({ exitCode: null, signal: null, error: 'Stopped.' });
  await until(() => connections.size === 0);
  expect(begun.handle.process).toBeNull();
});

describe('the transport', () => {
  const mail = { to: ['team@there.test'], subject: 'A test', text: 'It works.' };

  it('serves others than jobs, and hands back what the server said', async () => {
    const { account, received } = await mailServer();
    expect(await createMailer(() => ({}))(account, mail)).toEqual({
      ...{ messageId: expect.stringMatching(/^<.+>$/), accepted: ['team@there.test'], rejected: [] },
      answer: '250 OK: queued as 4711',
    });
    expect(received).toHaveLength(1);
  });

  it('refuses with a sentence', async () => {
    const { account } = await mailServer();
    const port = await freePort();
    await expect(createMailer(() => ({}))({ ...account, port }, mail)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: `Connection refused by 127.0.0.1:${port}.` },
    });
  });
});
