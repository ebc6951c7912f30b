import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const BOUNDARY = 'belfry-part';

export interface UpdateServer {
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Bytes of content that went out, by path. */
  sent: Map<string, number>;
}

/** A web server on loopback that offers `file` as the AppImage of a version. `sha512` defaults to the file's own. */
export async function offerUpdate(
  version: string,
  file: Buffer,
  sha512 = createHash('sha512').update(file).digest('base64'),
): Promise<UpdateServer> {
  const name = `belfry-${version}.AppImage`;
  const feed = [
    `version: ${version}`,
    'files:',
    ...[`  - url: ${name}`, `    sha512: ${sha512}`, `    size: ${file.length}`],
    ...[`path: ${name}`, `sha512: ${sha512}`, "releaseDate: '2026-01-01T00:00:00.000Z'"],
  ].join('\n');
  const files = new Map([
    ['/latest-linux.yml', Buffer.from(feed)],
    [`/${name}`, file],
  ]);
  return serve(async (path) => files.get(path) ?? null);
}

/** A web server on loopback that gives what `contentOf` finds at a path, whole or in the ranges that are asked for. */
export async function serve(contentOf: (path: string) => Promise<Buffer | null>): Promise<UpdateServer> {
  const asked: string[] = [];
  const sent = new Map<string, number>();
  // A thousand ranges make a long header.
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, async (request, response) => {
    const path = String(request.url).split('?')[0] ?? '';
    asked.push(path);
    const content = await contentOf(path);
    if (content === null) return response.writeHead(404).end();
    const bytes = answer(response, content, rangesOf(request.headers.range));
    sent.set(path, (sent.get(path) ?? 0) + bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, sent };
}

/** First and last byte of each range. */
const rangesOf = (header = ''): [number, number][] =>
  [...header.matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)]);

/** Sends what was asked for, as RFC 9110 (14.6) writes several parts; returns the bytes of content. */
function answer(response: ServerResponse, content: Buffer, ranges: [number, number][]): number {
  const [only] = ranges;
  if (only === undefined) {
    response.end(content);
    return content.length;
  }
  const parts = ranges.map(([from, to]) => content.subarray(from, to + 1));
  const said = ([from, to]: [number, number]) => `bytes ${from}-${to}/${content.length}`;
  if (ranges.length === 1) {
    response.writeHead(206, { 'content-range': said(only) }).end(parts[0]);
  } else {
    response.writeHead(206, { 'content-type': `multipart/byteranges; boundary=${BOUNDARY}` });
    for (const [at, range] of ranges.entries()) {
      response.write(`\r\n--${BOUNDARY}\r\ncontent-range: ${said(range)}\r\n\r\n`);
      response.write(parts[at]);
    }
    response.end(`\r\n--${BOUNDARY}--\r\n`);
  }
  return parts.reduce((sum, { length }) => sum + length, 0);
}
