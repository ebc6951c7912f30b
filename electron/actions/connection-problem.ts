import { certificateSentence, faultOf } from './certificate.ts';

/** How long a connection may take to come about, in ms. */
export const CONNECT_MS = 30_000;

export interface Place {
  /** Without brackets around an IPv6 address. */
  host: string;
  port: number;
  /** What to do about a certificate that nobody vouches for. */
  remedy: string;
}

/** Why there is no connection to a place, or no answer from it, in one sentence. */
export function connectionProblem(thrown: unknown, place: Place): string {
  const error = firstOf(thrown);
  const fault = faultOf(error);
  if (fault) return certificateSentence(fault, place.host, place.remedy);
  const { host, port } = place;
  const { address = host, port: reached = port, code = '', message } = error;
  switch (originalCode(error)) {
    case 'ENOTFOUND':
      return `Host not found: ${error.hostname ?? host}.`;
    case 'EAI_AGAIN':
      return `Host ${error.hostname ?? host} cannot be looked up; check the network.`;
    case 'ECONNREFUSED':
      return `Connection refused by ${bracketed(address)}:${reached}.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return `No way leads to ${bracketed(address)}:${reached}; check the network.`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${bracketed(host)}:${port} did not answer within ${CONNECT_MS / 1000} s.`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return `${bracketed(host)}:${port} closed the connection without an answer.`;
    case 'EMFILE':
    case 'ENFILE':
      return `The system has no room for another connection (${code}).`;
  }
  if (/^(EPROTO|ERR_SSL_)/.test(originalCode(error))) return `${bracketed(host)}:${port} does not answer in TLS.`;
  return `The connection to ${bracketed(host)}:${port} failed (${code || message}).`;
}

interface SocketError extends NodeJS.ErrnoException {
  address?: string;
  port?: number;
  hostname?: string;
  originalCode?: string;
}

/** Nodemailer puts its own code over the system's. */
const originalCode = (error: SocketError) => error.originalCode ?? error.code ?? '';

/** All addresses of a host were tried: the first refusal stands for them. */
function firstOf(thrown: unknown): SocketError {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return firstOf(thrown.errors[0]);
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);
