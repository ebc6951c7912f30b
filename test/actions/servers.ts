import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOBODY = 65_534;
/** Database servers refuse to be run by root. */
const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const path = (process.env.PATH ?? '').split(':');

function find(name: string, folders: string[]): string | null {
  return [...path, ...folders].map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

const POSTGRES = '/usr/lib/postgresql';
const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).map((name) => join(POSTGRES, name, 'bin')) : [];
/** The servers' programs; null where they are not installed. */
export const postgres = find('initdb', versions);
export const mariadb = find('mariadbd', ['/usr/sbin', '/usr/libexec']);

export interface Server {
  url: string;
  close(): Promise<void>;
}

/** A real PostgreSQL on a port of its own, with user and password `belfry`. */
export async function startPostgres(): Promise<Server> {
  const folder = ownFolder();
  const port = await freePort();
  writeFileSync(join(folder, 'password'), 'belfry');
  const auth = ['-U', 'belfry', '-A', 'scram-sha-256', `--pwfile=${join(folder, 'password')}`];
  execFileSync(postgres as string, ['-D', join(folder, 'data'), ...auth, '--no-sync', '-E', 'UTF8'], {
    ...{ ...user, stdio: 'ignore', cwd: folder },
  });
  const server = (postgres as string).replace(/initdb$/, 'postgres');
  const options = ['-c', 'fsync=off', '-c', `unix_socket_directories=${folder}`, '-c', 'listen_addresses=127.0.0.1'];
  const child = spawn(server, ['-D', join(folder, 'data'), '-p', String(port), ...options], {
    ...{ ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  });
  await said(child, /ready to accept connections/);
  return { url: `postgres://belfry:belfry@127.0.0.1:${port}/postgres`, close: () => end(child, folder) };
}

/** A real MariaDB on a port of its own, with user root and no password. */
export async function startMariadb(): Promise<Server> {
  const folder = ownFolder();
  const port = await freePort();
  const data = `--datadir=${join(folder, 'data')}`;
  execFileSync('mariadb-install-db', ['--no-defaults', data, '--auth-root-authentication-method=normal'], {
    ...{ ...user, stdio: 'ignore', cwd: folder },
  });
  const place = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 'socket')}`];
  const child = spawn(mariadb as string, ['--no-defaults', data, ...place, `--pid-file=${join(folder, 'pid')}`], {
    ...{ ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  });
  await said(child, /ready for connections/);
  return { url: `mysql://root@127.0.0.1:${port}/test`, close: () => end(child, folder) };
}

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-server-'));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  for (const one of [folder, join(folder, 'data')]) if (user.uid) chownSync(one, NOBODY, NOBODY);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function said(child: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (words.test(text)) resolve();
    });
    child.once('exit', () => reject(new Error(text)));
  });
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(force);
  rmSync(folder, { recursive: true, force: true });
}
