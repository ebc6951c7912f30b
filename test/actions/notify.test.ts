import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNotify, pingUrl } from '#actions/notify.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { Run } from '#contract/run.ts';
import type { Notice } from '#core/ports.ts';

let server: Server;
let url = '';
let got: { method: string; path: string; type: string; body: string }[] = [];
/** What the server answers, one after the other; 200 when there is no more. */
let answers: number[] = [];

beforeEach(async () => {
  got = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => {
      body += bytes.toString();
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      got.push({ method, path, type: String(headers['content-type']), body });
      response.writeHead(answers.shift() ?? 200).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const run: Run = {
  ...{ id: 7, jobId: 3, job: 'backup', triggerId: 1, dueAt: 1000, dueUntil: 1000, count: 1, startedAt: 1000 },
  ...{ finishedAt: 2000, status: 'failed', cause: 'schedule', reason: null, attempt: 1, attempts: 1, exitCode: 1 },
  ...{ signal: null, error: 'Exit code 1.', awakeMs: 1000, leftover: false, outputBytes: 5, outputDropped: 0 },
};
const job = { id: 3, name: 'backup', tags: ['db'] };
const notice: Notice = {
  ...{ kind: 'failure', job, run, count: 2, since: 500, title: 'backup failed 2 times', body: 'Exit code 1.' },
  tail: 'disk full\n',
};
const mails: { to: string[]; subject: string; text: string }[] = [];
const account: MailAccount = {
  ...{ host: 'localhost', port: 25, security: 'none', user: null, password: null, from: 'b@example.com' },
};
const notify = createNotify({
  mailAccount: () => account,
  sendMail: async (_account, mail) => {
    mails.push(mail);
    return { accepted: mail.to, rejected: [], messageId: '1', answer: '250 OK' };
  },
  reveal: (text) => text.replace(/\$\{secret:KEY\}/, 's3cret'),
  waitsMs: [10, 10],
});

describe('telling the world', () => {
  it('posts a JSON message to a webhook', async () => {
    await notify.webhook(`${url}/hook?key=\${secret:KEY}`, notice);
    expect(got).toMatchObject([{ method: 'POST', path: '/hook?key=s3cret', type: 'application/json' }]);
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      ...{ event: 'failure', title: 'backup failed 2 times', message: 'Exit code 1.', count: 2, job },
      since: '1970-01-01T00:00:00.500Z',
      run: {
        ...{ id: 7, status: 'failed', cause: 'schedule', reason: null, attempt: 1, exitCode: 1, signal: null },
        ...{ error: 'Exit code 1.', dueAt: '1970-01-01T00:00:01.000Z', startedAt: '1970-01-01T00:00:01.000Z' },
        finishedAt: '1970-01-01T00:00:02.000Z',
      },
      outputTail: 'disk full\n',
    });
  });

  it('tries again when the server is at fault, not when the request is', async () => {
    answers = [503, 500];
    await notify.webhook(url, notice);
    expect(got).toHaveLength(3);
    answers = [404];
    await expect(notify.webhook(url, notice)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 Not Found\.$/);
    expect(got).toHaveLength(4);
  });

  it('says who could not be reached, and why', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(notify.webhook(url, notice)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ could not be reached \(ECONNREFUSED\)\.$/,
    );
  });

  it('pings the way that dead-man endpoints expect', async () => {
    await notify.ping(`${url}/id`, 'start', '');
    await notify.ping(`${url}/id`, 'fail', 'Exit code 1.');
    await notify.ping(`${url}/id`, 'success', '');
    expect(got.map(({ path, body }) => [path, body])).toEqual([
      ['/id/start', ''],
      ['/id/fail', 'Exit code 1.'],
      ['/id', ''],
    ]);
    expect(pingUrl('https://a.test/id/?x=1', 'start')).toBe('https://a.test/id/start?x=1');
  });

  it('writes a mail with the facts and the end of the output', async () => {
    await notify.email('ops@example.com', notice);
    expect(mails[0]).toMatchObject({ to: ['ops@example.com'], subject: 'backup failed 2 times' });
    expect(mails[0]?.text).toMatch(/^Exit code 1\.\n\nRun 7\nDue: 1970[\s\S]*The end of its output:\n\ndisk full/);
  });
});
