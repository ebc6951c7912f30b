import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** How long (ms) a server has to answer at all. */
export const CONNECT_MS = 10_000;

/** Loads a package of the jobs folder, or throws a sentence that says how to get it there. */
export function driverOf(jobsFolder: string, name: 'pg' | 'mysql2', server: string): unknown {
  const require = createRequire(join(jobsFolder, 'x.js'));
  try {
    return require(name);
  } catch (error) {
    const isThere = existsSync(join(jobsFolder, 'node_modules', name));
    if (isThere) throw new Error(`The package ${name} in ${jobsFolder} cannot be loaded: ${message(error)}`);
    throw new Error(`${server} needs the package ${name}: run “npm install ${name}” in ${jobsFolder}.`);
  }
}

/** What keeps a server from being reached, in one sentence without the address's password. */
export function connectProblem(error: unknown, server: string, url: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  const { hostname, port } = new URL(url);
  const host = hostname || 'localhost';
  const at = port ? `${host}:${port}` : host;
  switch (code) {
    case 'ECONNREFUSED':
      return new Error(`No ${server} server answers at ${at}. Start it, or correct the address.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`The host ${host} is not known. Correct the address, or check the network.`);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new Error(`${at} did not answer within ${CONNECT_MS / 1000} s. Check the network.`);
    default:
      return new Error(`${server} at ${at} refused: ${message(error)}`);
  }
}

/** The first line of an error. Node hides several attempts in one error without words. */
export function message(error: unknown): string {
  const { message: words, errors } = error as { message?: string; errors?: Error[] };
  return (words || errors?.[0]?.message || String(error)).split('\n')[0] ?? '';
}
