import { readFileSync, statSync } from 'node:fs';
import * as tls from 'node:tls';
import { variable } from './child-environment.ts';

/** Where Linux distributions keep what the computer trusts. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem'];
/** Files of further authorities, as other programs of the user know them. */
const NAMED_BY = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];

/** Reading some hundred certificates takes a while, so contexts are kept, by the files they were read from. */
const contexts = new Map<string, tls.SecureContext>();

/**
 * Whom to trust: the authorities the runtime knows, those the computer trusts, and those in the files that the user's
 * environment names. A file that cannot be read is passed over.
 */
export function trusted(environment: Record<string, string>): tls.SecureContext {
  const named = NAMED_BY.flatMap((name) => variable(environment, name) || []);
  const files = [...BUNDLES, ...named];
  const key = files.map((file) => `${file}:${changedAt(file)}`).join('\n');
  const known = contexts.get(key);
  if (known) return known;
  const context = tls.createSecureContext({
    ca: [...tls.rootCertificates, ...ofSystem(), ...files.flatMap(readBundle)],
  });
  contexts.clear();
  contexts.set(key, context);
  return context;
}

/** From Node 22 on; needed where the system keeps its authorities in no file. */
function ofSystem(): string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  return process.platform === 'linux' ? [] : (getCACertificates?.('system') ?? []);
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readBundle(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
