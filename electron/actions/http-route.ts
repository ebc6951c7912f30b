import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { CertificateError, certificateFault, dayOf } from './certificate.ts';
import { variable } from './child-environment.ts';
import { CONNECT_MS } from './connection-problem.ts';
import { trusted } from './trust.ts';

export interface RouteOptions {
  /** Names proxies and further authorities to trust. */
  environment: Record<string, string>;
  verifyTls: boolean;
  /** Hears of each connection that is made, in one line. */
  onConnect: (line: string) => void;
  /** Ends connections that are still coming about, which the abort of a request does not. */
  signal: AbortSignal;
}

/**
 * The connections of one run, directly or by the proxies that the environment names. `destroy` ends them all. Throws a
 * sentence where a proxy's address cannot be read.
 */
export function openRoute({ environment, verifyTls, onConnect, signal }: RouteOptions): Dispatcher {
  const common = { secureContext: trusted(environment), timeout: CONNECT_MS, signal };
  const direct = buildConnector({
    ...{ ...common, maxCachedSessions: 0 },
    // Judged below, before a byte is sent, where the certificate can still be read for the sentence.
    rejectUnauthorized: false,
  });
  const connect: buildConnector.connector = (to, callback) =>
    direct(to, (...[error, socket]) => {
      if (error) return callback(error, null);
      const fault = verifyTls && 'authorized' in socket ? certificateFault(socket) : null;
      if (fault) {
        socket.destroy();
        return callback(new CertificateError(fault), null);
      }
      onConnect(connectedTo(socket));
      callback(null, socket);
    });
  return new EnvHttpProxyAgent({
    httpProxy: proxyOf(environment, 'http_proxy'),
    httpsProxy: proxyOf(environment, 'https_proxy'),
    noProxy: variableOf(environment, 'no_proxy') ?? '',
    connect,
    requestTls: { ...common, rejectUnauthorized: verifyTls },
    proxyTls: common,
    // Many proxies open tunnels to port 443 only.
    proxyTunnel: false,
  });
}

/** Lower case first, as other programs look for them. */
const variableOf = (environment: Record<string, string>, name: string) =>
  variable(environment, name) ?? variable(environment, name.toUpperCase());

/** Empty = none. Its address may hold a password, so that no sentence repeats it. */
function proxyOf(environment: Record<string, string>, name: string): string {
  const named = variableOf(environment, name) || variableOf(environment, 'all_proxy') || '';
  if (named === '') return '';
  const url = /^[a-z0-9]+:\/\//i.test(named) ? named : `http://${named}`;
  if (URL.canParse(url) && /^(https?|socks5?):/i.test(url)) return url;
  throw new Error(
    `The proxy that ${name.toUpperCase()} or ALL_PROXY names cannot be used; give its address as http://HOST:PORT.`,
  );
}

function connectedTo(socket: Socket | TLSSocket): string {
  const { remoteAddress = '', remotePort } = socket;
  const place = `${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
  if (!('authorized' in socket)) return `Connected to ${place}`;
  const certificate = socket.getPeerCertificate();
  const until = certificate.valid_to ? `, certificate valid until ${dayOf(certificate.valid_to)}` : '';
  const unchecked = socket.authorized ? '' : ', not checked';
  return `Connected to ${place}, ${socket.getProtocol()}${until}${unchecked}`;
}
