import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';

/** What is wrong with a server's certificate, as the code of the check and the certificate where it is at hand. */
export interface CertificateFault {
  code: string;
  certificate?: PeerCertificate | DetailedPeerCertificate;
}

/** Thrown in place of a connection whose other end cannot be trusted. */
export class CertificateError extends Error {
  readonly fault: CertificateFault;

  constructor(fault: CertificateFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** What the check of a finished handshake found; null when the other end is who it should be. */
export function certificateFault(socket: TLSSocket): CertificateFault | null {
  if (socket.authorized) return null;
  // Node gives the code alone, whatever its types say.
  const code = String(socket.authorizationError);
  return { code, certificate: socket.getPeerCertificate(true) };
}

/** The fault that a failed TLS connection's error tells of; null when it is about something else. */
export function faultOf(error: unknown): CertificateFault | null {
  if (error instanceof CertificateError) return error.fault;
  const { code, originalCode, cert } = error as { code?: string; originalCode?: string; cert?: PeerCertificate };
  const name = [originalCode, code].find((one) => one !== undefined && CODES.test(one));
  return name === undefined ? null : { code: name, ...(cert && { certificate: cert }) };
}

const CODES = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERR_TLS_CERT)/;

/** The fault in one sentence. `remedy` says what to do about a certificate that nobody vouches for. */
export function certificateSentence(fault: CertificateFault, host: string, remedy: string): string {
  const { code, certificate } = fault;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `Certificate of ${host} has expired${dated(expiredAt(certificate))}.`;
    case 'CERT_NOT_YET_VALID':
      return `Certificate of ${host} is not valid yet${dated(certificate?.valid_from)}; check this computer's clock.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `Certificate of ${host} is self-signed; ${remedy}.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `Certificate is for ${namesOn(certificate)}, not ${host}.`;
    case 'CERT_REVOKED':
      return `Certificate of ${host} has been revoked.`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `Certificate of ${host} comes from ${issuerOf(certificate)}, whom this computer does not trust; ${remedy}.`;
    default:
      return `Certificate of ${host} was not accepted (${code}).`;
  }
}

/** The day of a certificate's date, e.g. ` (2026-01-02)`, in UTC. */
function dated(date: string | undefined): string {
  return date === undefined ? '' : ` (${dayOf(date)})`;
}

/** The UTC day of a date as certificates write it, e.g. `2026-01-02`. */
export const dayOf = (date: string): string => new Date(date).toISOString().slice(0, 10);

/** The end of what has ended: the server's own certificate, or one of those that vouch for it. */
function expiredAt(certificate: PeerCertificate | DetailedPeerCertificate | undefined): string | undefined {
  const seen = new Set<unknown>();
  for (let one = certificate; one?.valid_to && !seen.has(one); ) {
    if (Date.parse(one.valid_to) < Date.now()) return one.valid_to;
    seen.add(one);
    one = 'issuerCertificate' in one ? one.issuerCertificate : undefined;
  }
  return undefined;
}

const NAMES_SHOWN = 3;

function namesOn(certificate: PeerCertificate | undefined): string {
  const names = (certificate?.subjectaltname ?? '')
    .split(', ')
    .filter((name) => /^(DNS|IP Address):/.test(name))
    .map((name) => name.replace(/^[^:]*:/, ''));
  if (names.length === 0) return String(certificate?.subject?.CN ?? 'another name');
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  return names.length > NAMES_SHOWN ? `${shown} and ${names.length - NAMES_SHOWN} more` : shown;
}

function issuerOf(certificate: PeerCertificate | undefined): string {
  const { CN, O } = certificate?.issuer ?? {};
  const name = CN ?? O;
  return name ? `“${name}”` : 'somebody';
}
