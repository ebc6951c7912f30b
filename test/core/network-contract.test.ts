import { describe, expect, it } from 'vitest';
import { action } from '#contract/action.ts';
import { settings, settingsChanges } from '#contract/settings.ts';

const problem = (given: object) => {
  const read = action.safeParse(given);
  return read.success ? null : `${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`;
};
const http = (more: object) => problem({ kind: 'http', url: 'https://x.test', ...more });
const email = (more: object) => problem({ kind: 'email', to: ['a@b.test'], ...more });
// In pieces, so that no linter takes it for a template.
const SECRET = '$' + '{secret:HOOK}';

describe('a request', () => {
  it.each([
    ...['http://x.test', 'HTTPS://[::1]:8080/a?b', `https://ann:${SECRET}@x.test/${SECRET}`, SECRET, `${SECRET}/tail`],
  ])('may go to %s', (url) => expect(http({ url })).toBeNull());

  it.each(['', 'x.test', 'ftp://x.test', 'https://', 'https:///a', 'javascript:1', 'https://x.test:port'])(
    'may not go to “%s”',
    (url) => expect(http({ url })).toBe('url: Give an address that starts with http:// or https://.'),
  );

  it.each([
    [{ method: 'get' }, /^method: Give a method in capitals/],
    [{ method: 'CONNECT' }, /^method: This method cannot be sent/],
    [{ headers: { 'A B': '1' } }, /^headers\.A B: /],
    [{ headers: { A: 'x\r\nB: y' } }, /^headers\.A: A header is one line/],
    [{ headers: { 'Content-Length': '1' } }, /^headers\.Content-Length: /],
    [{ headers: { A: '1', a: '2' } }, /^headers: A header is there twice/],
    [{ expectStatus: [] }, /^expectStatus: /],
    [{ expectStatus: ['9xx'] }, /^expectStatus\.0: /],
    [{ expectStatus: ['2xx', '299-200'] }, /^expectStatus\.1: Give the lower status first/],
    [{ mustMatch: '(' }, /^mustMatch: /],
    [{ body: 'x'.repeat(1024 * 1024 + 1) }, /^body: /],
  ])('is refused at the field: %j', (more, refusal) => expect(http(more)).toMatch(refusal));
});

describe('a mail', () => {
  it.each([
    [{ to: [] }, /^to: Say whom to write to/],
    [{ to: ['team'] }, /^to\.0: Give an address/],
    [{ cc: ['a@b.test, c@d.test'] }, /^cc\.0: /],
    [{ bcc: ['x\r\nTo: y@z.test'] }, /^bcc\.0: /],
    [{ subject: 'x\r\nBcc: y@z.test' }, /^subject: This must be one line/],
  ])('is refused at the field: %j', (more, refusal) => expect(email(more)).toMatch(refusal));

  it('may go to copies alone', () => expect(email({ to: [], bcc: ['Ann <a@b.test>'] })).toBeNull());
});

it('the settings have no mail account until one is set, whole', () => {
  expect(settings.parse({}).smtp).toBeNull();
  const account = { host: 'mail.test', port: 465, security: 'tls', user: null, password: null, from: 'a@b.test' };
  expect(settingsChanges.parse({ smtp: account })).toEqual({ smtp: account });
  expect(settingsChanges.safeParse({ smtp: { ...account, port: 0 } }).error?.issues[0]?.path).toEqual(['smtp', 'port']);
});
