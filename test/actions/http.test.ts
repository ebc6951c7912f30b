import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Action, action } from '#contract/action.ts';
import { begin, run, until } from './begin.ts';
import { freePort, mirror, web } from './web-server.ts';

const http = (url: string, more: object = {}): Action => action.parse({ kind: 'http', url, ...more });
/** What stands after the headers of the last answer. */
const bodyOf = (out: string) => out.slice(out.lastIndexOf('\n\n') + 2);

describe('a request', () => {
  it('shows status, headers and indented JSON, and has no exit code', async () => {
    const { origin, port } = await web((_request, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8').setHeader('set-cookie', ['a=1', 'b=2']);
      response.end('{"big": 12345678901234567890, "list":[1,{"a":"}\\""}],"none":{},"also":[]}');
    });
    const ended = await run(http(`${origin}/hello?a=1`));
    expect(ended).toMatchObject({ exitCode: null, signal: null, error: null, err: '' });
    expect(ended.out).toContain(`GET ${origin}/hello?a=1\n`);
    expect(ended.out).toContain(`Connected to 127.0.0.1:${port}`);
    expect(ended.out).toContain('HTTP 200 OK\n');
    expect(ended.out).toContain('set-cookie: a=1');
    expect(ended.out).toContain('set-cookie: b=2');
    expect(bodyOf(ended.out)).toBe(
      '{\n  "big": 12345678901234567890,\n  "list": [\n    1,\n    {\n      "a": "}\\""\n    }\n  ],\n  "none": {},\n  "also": []\n}\n',
    );
  });

  it('sends method, headers, body, and a name and password from the address', async () => {
    const { origin } = await web(mirror);
    const url = `${origin.replace('//', '//ann:p%40ss@')}/x`;
    const ended = await run(http(url, { method: 'PUT', headers: { 'X-One': '1' }, body: '{"a":1}' }));
    expect(JSON.parse(bodyOf(ended.out))).toMatchObject({
      ...{ method: 'PUT', url: '/x', body: '{"a":1}' },
      headers: {
        ...{ 'x-one': '1', 'content-type': 'application/json', 'content-length': '7', 'user-agent': 'Belfry' },
        authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}`,
      },
    });
    expect(ended.out).not.toContain('p%40ss');
  });

  it('encodes a name and password that a header holds in the open', async () => {
    const { origin } = await web(mirror);
    const ended = await run(http(origin, { headers: { Authorization: 'Basic ann:a/b:c@d' }, body: 'plain' }));
    expect(JSON.parse(bodyOf(ended.out)).headers).toMatchObject({
      authorization: `Basic ${Buffer.from('ann:a/b:c@d').toString('base64')}`,
      'content-type': 'text/plain; charset=utf-8',
    });
  });

  it.each([
    ['chunked and slow', 'text/plain', 'one two three', 'one two three'],
    ['JSON that is none', 'application/json', '{"a":', '{"a":'],
    ['JSON beyond a MiB', 'application/json', `["${'x'.repeat(1_200_000)}"]`, `["${'x'.repeat(1_200_000)}"]`],
    ['Latin letters', 'text/plain; charset=iso-8859-1', Buffer.from([0x67, 0xe9]), 'gé'],
  ])('prints a body that is %s', async (_name, type, body, printed) => {
    const { origin } = await web(async (_request, response) => {
      response.setHeader('content-type', type);
      for (let at = 0; at < body.length; at += Math.ceil(body.length / 3)) {
        response.write(body.slice(at, at + Math.ceil(body.length / 3)));
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      response.end();
    });
    const { out, error } = await run(http(origin));
    expect(bodyOf(out) === printed).toBe(true);
    expect(error).toBeNull();
  });

  it('unpacks what was packed, and says when it cannot', async () => {
    const { origin } = await web(({ url }, response) => {
      response.setHeader('content-encoding', 'gzip').end(url === '/bad' ? 'not packed' : gzipSync('unpacked'));
    });
    expect(bodyOf((await run(http(origin))).out)).toBe('unpacked');
    expect((await run(http(`${origin}/bad`))).error).toMatch(/^The body cannot be unpacked/);
  });
});

describe('success', () => {
  it.each([
    [200, ['2xx'], null],
    [503, ['2xx'], 'Answered 503 Service Unavailable, expected 2xx.'],
    [204, ['200', '301-304'], 'Answered 204 No Content, expected 200 or 301-304.'],
    [302, ['200', '301-304'], null],
    [404, ['404'], null],
  ])('%i where %j is expected', async (status, expectStatus, error) => {
    const { origin } = await web((_request, response) => void response.writeHead(status).end());
    const ended = await run(http(origin, { expectStatus }));
    expect(ended.error).toBe(error);
    expect(ended.err === '').toBe(error === null);
  });

  it('asks the body', async () => {
    const { origin } = await web((_request, response) => void response.end('all is\nok'));
    expect((await run(http(origin, { mustMatch: '^ok$' }))).error).toBeNull();
    expect((await run(http(origin, { mustMatch: '^OK' }))).error).toBe('The body does not match /^OK/.');
    expect((await run(http(origin, { method: 'HEAD' }))).error).toBeNull();
  });
});

describe('a redirect', () => {
  it('is followed ten times, and no more', async () => {
    const { origin } = await web(({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end('not here');
    });
    expect(await run(http(`${origin}/10`))).toMatchObject({ error: null, out: expect.stringMatching(/\n\nthere$/) });
    expect((await run(http(`${origin}/11`))).error).toBe('Redirected more than 10 times.');
    expect((await run(http(`${origin}/1`, { followRedirects: false }))).error).toBe(
      'Answered 302 Found, expected 2xx.',
    );
  });

  it('takes credentials along within the origin, and to no other', async () => {
    const other = await web(mirror);
    const { origin } = await web((request, response) => {
      if (request.url === '/away') response.writeHead(307, { location: `${other.origin}/x` }).end();
      else if (request.url === '/within') response.writeHead(307, { location: '/mirror' }).end();
      else mirror(request, response);
    });
    const headers = { Authorization: 'Bearer t', Cookie: 'a=1', 'X-Api-Key': 'k', Accept: 'application/json' };
    const seen = async (path: string) => JSON.parse(bodyOf((await run(http(origin + path, { headers }))).out)).headers;
    expect(await seen('/within')).toMatchObject({ authorization: 'Bearer t', cookie: 'a=1', 'x-api-key': 'k' });
    const away = await seen('/away');
    expect(away).toMatchObject({ accept: 'application/json' });
    expect(Object.keys(away)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(Object.keys(away).filter((name) => /authorization|cookie|x-api-key/.test(name))).toEqual([]);
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'text'],
    [302, 'PUT', 'PUT', 'text'],
  ])('%i makes %s a %s', async (status, method, then, body) => {
    const { origin } = await web((request, response) => {
      if (request.url === '/') response.writeHead(status, { location: '/there' }).end();
      else mirror(request, response);
    });
    const seen = JSON.parse(bodyOf((await run(http(origin, { method, body: 'text' }))).out));
    expect(seen).toMatchObject({ method: then, body });
  });

  it('leads to web addresses only', async () => {
    const { origin } = await web(
      (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    expect((await run(http(origin))).error).toBe('Redirected to file: which is not followed.');
  });
});

describe('a failure names its cause', () => {
  // As it is once secrets stand in it: the contract let the name of a secret pass.
  it.each([
    [{ url: 'file:///etc/passwd' }, /^The address is none of http/],
    [{ url: 'http://x.test', headers: { A: 'two\nlines' } }, /^The request cannot be sent \(invalid a header\)/],
  ])('when a secret made nonsense of it: %j', async (broken, sentence) => {
    const what = { ...http('http://x.test'), ...broken } as Action;
    expect((await run(what)).error).toMatch(sentence);
  });

  it('when nobody is there', async () => {
    const port = await freePort();
    expect((await run(http(`http://127.0.0.1:${port}`))).error).toBe(`Connection refused by 127.0.0.1:${port}.`);
    expect((await run(http('http://exampel.invalid'))).error).toMatch(/^Host (not found: )?exampel\.invalid/);
  });

  it('when a connection ends too early', async () => {
    const { origin } = await web(({ url }, response) => {
      if (url === '/silent') return void response.destroy();
      if (url === '/length') response.writeHead(200, { 'content-length': 5e9 });
      response.write('x'.repeat(1_200_000), () => setTimeout(() => response.destroy(), 200));
    });
    expect((await run(http(`${origin}/length`))).error).toBe('Connection ended after 1.2 MB of 5 GB.');
    expect((await run(http(origin))).error).toBe('Connection ended after 1.2 MB, before the end of the body.');
    expect((await run(http(`${origin}/silent`))).error).toBe(
      `${origin.slice('http://'.length)} closed the connection without an answer.`,
    );
  });

  it('when the other side does not speak HTTP', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    expect((await run(http(`http://127.0.0.1:${port}`))).error).toMatch(`127.0.0.1:${port} did not answer in HTTP`);
    expect((await run(http(`https://127.0.0.1:${port}`))).error).toBe(`127.0.0.1:${port} does not answer in TLS.`);
  });
});

describe('a stop', () => {
  it.each(['directly', 'by a proxy'])('ends a handshake that nobody answers, %s', async (way) => {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket.on('close', () => open.delete(socket)).resume());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const origin = `https://127.0.0.1:${(server.address() as { port: number }).port}`;
    const begun = begin(http(origin), { environment: way === 'directly' ? {} : { HTTPS_PROXY: origin } });
    await until(() => open.size === 1);
    begun.handle.stop();
    expect(await begun.handle.done).toMatchObject({ error: 'Stopped.' });
    await until(() => open.size === 0);
  });

  it.each(['stop', 'kill'] as const)('by %s ends a request that waits, and one in the middle', async (how) => {
    const { origin, sockets } = await web(({ url }, response) => {
      if (url === '/middle') response.write('half');
    });
    for (const path of ['/waiting', '/middle']) {
      const begun = begin(http(origin + path));
      await until(() => begun.out().includes(path === '/middle' ? 'half' : 'Connected'));
      begun.handle[how]();
      expect(await begun.handle.done).toEqual({ exitCode: null, signal: null, error: 'Stopped.' });
      await until(() => sockets.size === 0);
    }
    expect(begin(http(origin)).handle.process).toBeNull();
  });
});

describe('a proxy of the environment', () => {
  it('is asked, with its password, unless NO_PROXY names the host', async () => {
    const proxy = await web(mirror);
    const { origin } = await web(mirror);
    const environment = { HTTP_PROXY: proxy.origin.replace('//', '//me:secret@'), HTTPS_PROXY: '' };
    const seen = async (environment: Record<string, string>) =>
      JSON.parse(bodyOf((await run(http(`${origin}/x`), { environment })).out));
    expect(await seen(environment)).toMatchObject({
      url: `${origin}/x`,
      headers: { 'proxy-authorization': `Basic ${Buffer.from('me:secret').toString('base64')}` },
    });
    expect(await seen({ ...environment, NO_PROXY: 'example.com,127.0.0.1' })).toMatchObject({ url: '/x' });
  });

  it('that cannot be one is refused without its password', async () => {
    const environment = { HTTP_PROXY: 'ftp://me:secret@proxy', NO_PROXY: '' };
    expect((await run(http('http://example.com'), { environment })).error).toBe(
      'The proxy that HTTP_PROXY or ALL_PROXY names cannot be used; give its address as http://HOST:PORT.',
    );
  });

  it('that is gone is named', async () => {
    const port = await freePort();
    const environment = { http_proxy: `127.0.0.1:${port}`, no_proxy: '' };
    expect((await run(http('http://example.com'), { environment })).error).toBe(
      `Connection refused by 127.0.0.1:${port}.`,
    );
  });
});
