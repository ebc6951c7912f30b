import { connect } from 'node:net';
import { beforeEach, expect, it } from 'vitest';
import { type Action, action } from '#contract/action.ts';
import { run } from './begin.ts';
import { authority, type Identity } from './certificates.ts';
import { mirror, web } from './web-server.ts';

const http = (url: string, more: object = {}): Action => action.parse({ kind: 'http', url, ...more });
let trust: Record<string, string>;
let identities: Record<'good' | 'expired' | 'selfSigned' | 'elsewhere', Identity>;

beforeEach(async () => {
  const { issue, selfSigned, trust: named } = await authority();
  trust = named;
  const [good, expired, elsewhere, own] = await Promise.all([
    issue(),
    issue({ until: new Date('2026-01-02T12:00:00Z') }),
    issue({ host: 'a.test' }),
    selfSigned(),
  ]);
  identities = { good, expired, elsewhere, selfSigned: own };
});

const asks = async (identity: Identity, environment: Record<string, string>, more: object = {}) => {
  let asked = 0;
  const { origin } = await web((request, response) => {
    asked += 1;
    mirror(request, response);
  }, identity);
  const { error, out } = await run(http(origin, more), { environment });
  return { error, out, asked };
};

it('speaks TLS with whom an authority vouches for', async () => {
  const { error, out } = await asks(identities.good, trust);
  expect(error).toBeNull();
  expect(out).toMatch(/Connected to 127\.0\.0\.1:\d+, TLSv1\.3, certificate valid until \d{4}-\d\d-\d\d/);
});

it.each([
  ['expired', 'Certificate of 127.0.0.1 has expired (2026-01-02).'],
  ['selfSigned', 'Certificate of 127.0.0.1 is self-signed; trust it or switch off the check.'],
  ['elsewhere', 'Certificate is for a.test, not 127.0.0.1.'],
] as const)('sends nothing to one that is %s, unless the check is off', async (which, sentence) => {
  expect(await asks(identities[which], trust, { method: 'POST', body: 'secret' })).toMatchObject({
    error: sentence,
    asked: 0,
  });
  const unchecked = await asks(identities[which], trust, { verifyTls: false });
  expect(unchecked).toMatchObject({ error: null, asked: 1, out: expect.stringContaining('not checked') });
});

it('names an authority that nobody here trusts', async () => {
  expect(await asks(identities.good, {})).toMatchObject({
    error:
      'Certificate of 127.0.0.1 comes from “Belfry test authority”, whom this computer does not trust; trust it or switch off the check.',
    asked: 0,
  });
});

it('goes through a tunnel of a proxy, and checks who is behind it', async () => {
  const tunnels: string[] = [];
  const proxy = await web(mirror);
  proxy.server.on('connect', ({ url = '' }, client) => {
    tunnels.push(url);
    const server = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    server.on('error', () => {}).on('close', () => client.destroy());
    client.on('error', () => {}).on('close', () => server.destroy());
  });
  const environment = { ...trust, HTTPS_PROXY: proxy.origin };
  expect(await asks(identities.good, environment)).toMatchObject({ error: null, asked: 1 });
  expect((await asks(identities.expired, environment)).error).toBe('Certificate of 127.0.0.1 has expired.');
  expect((await asks(identities.elsewhere, environment)).error).toBe('Certificate is for a.test, not 127.0.0.1.');
  expect(tunnels).toHaveLength(3);
});
