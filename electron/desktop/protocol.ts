import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, session } from 'electron';

export const ORIGIN = 'app://belfry';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

const NOT_FOUND = { statusCode: 404, mimeType: 'text/plain', data: Buffer.from('Not found') };

const fileOf = (path: string, data: Buffer) => ({
  ...{ data, mimeType: TYPES[extname(path)] ?? 'application/octet-stream', charset: 'utf-8' },
  headers: { 'content-security-policy': CSP },
});

/** Must run before the application is ready. */
export function declareScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/**
 * Serves the window's files from `folder` as app://belfry/, nothing above it, and denies every permission. Resolves when
 * the first page has been sent.
 */
export function serveWindow(folder: string): Promise<void> {
  let served = () => {};
  const given = new Promise<void>((resolve) => (served = resolve));
  // `handle`, its successor, first brings up Node's fetch: 50 ms in which no page is served.
  protocol.registerBufferProtocol('app', ({ url }, answer) => {
    const path = resolvePath(folder, url);
    if (path === null) return answer(NOT_FOUND);
    readFile(path)
      .then(
        (data) => answer(fileOf(path, data)),
        () => answer(NOT_FOUND),
      )
      .then(served);
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  return given;
}

/** The file for a URL, or null when it is not ours or climbs out. Paths without an ending are screens: index.html. */
export function resolvePath(folder: string, url: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'belfry') return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const path = normalize(join(folder, extname(decoded) === '' ? 'index.html' : decoded));
  return path.startsWith(folder + sep) ? path : null;
}
