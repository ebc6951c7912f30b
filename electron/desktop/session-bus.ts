import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const WAIT_MS = 5_000;
const BUS = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };

/** Whether the session has a message bus. Without this question gdbus would start one. */
function hasBus(): boolean {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime } = process.env;
  return address !== undefined || (runtime !== undefined && existsSync(join(runtime, 'bus')));
}

/** Calls a method on the session's message bus; the answer as gdbus prints it. Rejects without a bus, gdbus or an answer. */
export async function callBus(to: { name: string; path: string }, method: string, ...args: string[]): Promise<string> {
  if (!hasBus()) throw new Error('The session has no message bus.');
  const where = ['--session', '--dest', to.name, '--object-path', to.path, '--method', method];
  return (await run('gdbus', ['call', ...where, ...args], { timeout: WAIT_MS })).stdout.trim();
}

/** Whether somebody of the session answers to a name, or would be started to; null = that cannot be asked. */
export async function isServed(name: string): Promise<boolean | null> {
  try {
    const lists = [await callBus(BUS, `${BUS.name}.ListNames`), await callBus(BUS, `${BUS.name}.ListActivatableNames`)];
    return lists.some((list) => list.includes(`'${name}'`));
  } catch {
    return null;
  }
}

/** Who owns a name now, null = nobody; undefined = that cannot be asked. */
export function ownerOf(name: string): Promise<string | null | undefined> {
  return callBus(BUS, `${BUS.name}.GetNameOwner`, name).catch((error: Error) =>
    error.message.includes('NameHasNoOwner') ? null : undefined,
  );
}

/** Whether the key ring of the session would ask for a password. */
export async function isRingLocked(): Promise<boolean> {
  const name = 'org.freedesktop.secrets';
  if (!(await isServed(name))) return false;
  const method = 'org.freedesktop.DBus.Properties.Get';
  try {
    const ring = { name, path: '/org/freedesktop/secrets/aliases/default' };
    return !(await callBus(ring, method, 'org.freedesktop.Secret.Collection', 'Locked')).includes('false');
  } catch {
    // There is no ring yet: its password would be asked for.
    return true;
  }
}
