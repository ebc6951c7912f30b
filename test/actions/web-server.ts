import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificates.ts';

export interface Web {
  server: Server;
  port: number;
  /** e.g. `http://127.0.0.1:1234`. */
  origin: string;
  /** Those that are open. */
  sockets: Set<Socket>;
}

/** A real server on loopback, closed when the test is over. */
export async function web(answer: RequestListener, identity?: Identity): Promise<Web> {
  const server = identity ? createTlsServer(identity, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, sockets, origin: `${identity ? 'https' : 'http'}://127.0.0.1:${port}` };
}

/** Answers with JSON that says what was asked. */
export const mirror: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (text) => {
    body += text;
  });
  request.on('end', () => {
    const { method, url, headers } = request;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ method, url, headers, body }));
  });
};

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
