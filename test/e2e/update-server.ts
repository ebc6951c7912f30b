import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A web server on loopback that offers `file` as the AppImage of a version. `sha512` defaults to the file's own. */
export async function offerUpdate(
  version: string,
  file: Buffer,
  sha512 = createHash('sha512').update(file).digest('base64'),
): Promise<{ url: string; asked: string[] }> {
  const name = `belfry-${version}.AppImage`;
  const asked: string[] = [];
  const feed = [
    `version: ${version}`,
    'files:',
    ...[`  - url: ${name}`, `    sha512: ${sha512}`, `    size: ${file.length}`],
    ...[`path: ${name}`, `sha512: ${sha512}`, "releaseDate: '2026-01-01T00:00:00.000Z'"],
  ].join('\n');
  const server = createServer((request, response) => {
    const path = String(request.url).split('?')[0] ?? '';
    asked.push(path);
    if (path === '/latest-linux.yml') response.end(feed);
    else if (path === `/${name}`) response.end(file);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
