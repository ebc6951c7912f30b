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
}

/** The connections of one run, directly or by the proxies that the environment names. `destroy` ends them all. */
export function openRoute({ environment, verifyTls, onConnect }: RouteOptions): Dispatcher {
  const secureContext = trusted(environment);
  const proxy = (...names: string[]) =>
    withScheme(names.flatMap((name) => variableOf(environment, name) || [])[0] ?? '');
  const direct = buildConnector({
    ...{ secureContext, timeout: CONNECT_MS, maxCachedSessions: 0 },
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
    httpProxy: proxy('http_proxy', 'all_proxy'),
    httpsProxy: proxy('https_proxy', 'all_proxy'),
    noProxy: variableOf(environment, 'no_proxy') ?? '',
    connect,
    requestTls: { secureContext, rejectUnauthorized: verifyTls, timeout: CONNECT_MS },
    proxyTls: { secureContext, timeout: CONNECT_MS },
    // Many proxies open tunnels to port 443 only.
    proxyTunnel: false,
  });
}

/** Lower case first, as other programs look for them. */
const variableOf = (environment: Record<string, string>, name: string) =>
  variable(environment, name) ?? variable(environment, name.toUpperCase());

const withScheme = (proxy: string) => (proxy === '' || /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`);

function connectedTo(socket: Socket | TLSSocket): string {
  const { remoteAddress = '', remotePort } = socket;
  const place = `${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
  if (!('authorized' in socket)) return `Connected to ${place}`;
  const certificate = socket.getPeerCertificate();
  const until = certificate.valid_to ? `, certificate valid until ${dayOf(certificate.valid_to)}` : '';
  const unchecked = socket.authorized ? '' : ', not checked';
  return `Connected to ${place}, ${socket.getProtocol()}${until}${unchecked}`;
}
