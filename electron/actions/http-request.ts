import type { ActionOf } from '#contract/action.ts';

/** One request as it is sent. */
export interface HttpRequest {
  method: string;
  /** Without name and password. */
  url: URL;
  headers: Record<string, string>;
  body: string | null;
}

/** The first request of an action. Throws a sentence where its address cannot be read. */
export function firstRequest({ method, url, headers, body }: ActionOf<'http'>): HttpRequest {
  // The contract has seen it, but not the secrets that stand in it now.
  if (!/^https?:/i.test(url) || !URL.canParse(url)) {
    throw new Error('The address is none of http:// or https://; check the secrets in it.');
  }
  const known: Record<string, string> = { accept: '*/*', 'user-agent': 'Belfry', ...lowerCased(headers) };
  const described = body === null ? known : { 'content-type': contentType(body), ...known };
  return signedIn({ method, url: new URL(url), headers: described, body });
}

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]));

/** What a body is, where no header says so. */
function contentType(body: string): string {
  try {
    JSON.parse(body);
    return 'application/json';
  } catch {
    return 'text/plain; charset=utf-8';
  }
}

/** Moves name and password from the address into a header, and encodes those that a header holds as `name:password`. */
function signedIn(request: HttpRequest): HttpRequest {
  const url = new URL(request.url);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const inHeader = /^basic\s+([^:]*:.*)$/i.exec(request.headers.authorization ?? '')?.[1];
  const inUrl = username || password ? `${decoded(username)}:${decoded(password)}` : undefined;
  const credentials = inHeader ?? (request.headers.authorization === undefined ? inUrl : undefined);
  if (credentials === undefined) return { ...request, url };
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { ...request, url, headers: { ...request.headers, authorization } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What may follow to another origin: any other header may hold a credential. */
const HARMLESS = /^(accept|accept-.*|content-.*|user-agent|cache-control|range|if-.*)$/;

/** Where an answer sends the request; null when it sends it nowhere. Throws a sentence for what is no web address. */
export function redirected(request: HttpRequest, status: number, location: string | undefined): HttpRequest | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  if (!URL.canParse(location, request.url)) throw new Error('Redirected to an address that cannot be read.');
  const url = new URL(location, request.url);
  if (!/^https?:$/.test(url.protocol)) throw new Error(`Redirected to ${url.protocol} which is not followed.`);
  if (url.hash === '') url.hash = request.url.hash;
  const sameOrigin = url.origin === request.url.origin;
  const kept = Object.entries(request.headers).filter(([name]) => sameOrigin || HARMLESS.test(name));
  const becomesGet = status === 303 ? request.method !== 'HEAD' : status < 303 && request.method === 'POST';
  if (!becomesGet) return signedIn({ ...request, url, headers: Object.fromEntries(kept) });
  const headers = Object.fromEntries(kept.filter(([name]) => !name.startsWith('content-')));
  return signedIn({ method: 'GET', url, headers, body: null });
}
