import type { ActionOf } from '#contract/action.ts';
import { BelfryError } from '#contract/error.ts';
import { newKey } from './keys.ts';
import { refusals } from './refusal-text.ts';

export interface HeaderText {
  key: number;
  name: string;
  value: string;
}

/** A request's fields as typed. */
export interface HttpForm {
  method: string;
  url: string;
  body: string;
  headers: HeaderText[];
  /** Kept in the Authorization header. */
  signIn: { by: 'nothing' | 'password' | 'token'; name: string; secret: string };
  /** Statuses with commas between. */
  expect: string;
  mustMatch: string;
  followRedirects: boolean;
  verifyTls: boolean;
}

const SIGN_IN = 'Authorization';

/** The fields of a request; null = of a new one. */
export function httpFormOf(action: ActionOf<'http'> | null): HttpForm {
  const headers = action?.headers ?? {};
  const signIn = signInOf(headers[SIGN_IN]);
  const rows = Object.entries(headers).filter(([name]) => name !== SIGN_IN || signIn.by === 'nothing');
  return {
    method: action?.method ?? 'GET',
    url: action?.url ?? '',
    body: action?.body ?? '',
    headers: rows.map(([name, value]) => ({ key: newKey(), name, value })),
    signIn,
    expect: (action?.expectStatus ?? ['2xx']).join(', '),
    mustMatch: action?.mustMatch ?? '',
    followRedirects: action?.followRedirects ?? true,
    verifyTls: action?.verifyTls ?? true,
  };
}

/** A header that is written in another way stays among the headers. */
function signInOf(header: string | undefined): HttpForm['signIn'] {
  const [, scheme, rest = ''] = /^(Basic|Bearer) (.+)$/.exec(header ?? '') ?? [];
  if (scheme === 'Bearer') return { by: 'token', name: '', secret: rest };
  const colon = rest.indexOf(':');
  if (scheme !== 'Basic' || colon < 0) return { by: 'nothing', name: '', secret: '' };
  return { by: 'password', name: rest.slice(0, colon), secret: rest.slice(colon + 1) };
}

/** The request typed. Throws BelfryError naming the field at fault. */
export function httpOf(form: HttpForm): ActionOf<'http'> {
  return {
    kind: 'http',
    method: form.method,
    url: form.url.trim(),
    headers: headersOf(form),
    body: form.body === '' ? null : form.body,
    expectStatus: form.expect
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    mustMatch: form.mustMatch === '' ? null : form.mustMatch,
    followRedirects: form.followRedirects,
    verifyTls: form.verifyTls,
  };
}

function headersOf({ headers, signIn }: HttpForm): Record<string, string> {
  const rows = headers
    .filter(({ name, value }) => name.trim() !== '' || value !== '')
    .map(({ name, value }): [string, string] => [name.trim(), value.trim()]);
  const { by, name, secret } = signIn;
  if (by === 'token') rows.push([SIGN_IN, `Bearer ${secret.trim()}`]);
  // In the open, so that a secret may stand in it; it is encoded when the request is sent.
  if (by === 'password') rows.push([SIGN_IN, `Basic ${name}:${secret}`]);
  const names = rows.map(([one]) => one.toLowerCase());
  const twice = rows.find(([one], at) => names.indexOf(one.toLowerCase()) !== at);
  if (twice) throw new BelfryError('invalid', refusals.headerTwice(twice[0]), 'action.headers');
  return Object.fromEntries(rows);
}
