import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;

export interface BusObject {
  /** The bus it is on; absent = that of the session. */
  bus?: 'session' | 'system';
  /** The name of its service. */
  name: string;
  path: string;
}

const BUS: BusObject = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };

/** Calls a method over the message bus; resolves to what gdbus prints, rejects when nobody answers. */
export async function busCall(
  { bus = 'session', name, path }: BusObject,
  method: string,
  ...args: string[]
): Promise<string> {
  const object = ['--dest', name, '--object-path', path];
  const { stdout } = await run('gdbus', ['call', `--${bus}`, ...object, '--method', method, ...args], {
    timeout: TIMEOUT_MS,
  });
  return stdout;
}

/** Whether somebody of the session answers to a name, or would be started to; null = that cannot be asked. */
export async function isServed(name: string): Promise<boolean | null> {
  const lists = ['ListNames', 'ListActivatableNames'].map((method) => busCall(BUS, `org.freedesktop.DBus.${method}`));
  try {
    return (await Promise.all(lists)).some((list) => list.includes(`'${name}'`));
  } catch {
    return null;
  }
}

/** Who owns a name now, null = nobody; undefined = that cannot be asked. */
export async function ownerOf(name: string): Promise<string | null | undefined> {
  if (!hasBus()) return undefined;
  return busCall(BUS, 'org.freedesktop.DBus.GetNameOwner', name).catch((error: Error) =>
    error.message.includes('NameHasNoOwner') ? null : undefined,
  );
}

/** The number of the process that owns a name; null = that cannot be asked. */
export function processOf(name: string): Promise<number | null> {
  return busCall(BUS, 'org.freedesktop.DBus.GetConnectionUnixProcessID', name).then(
    (said) => Number(/uint32 (\d+)/.exec(said)?.[1]),
    () => null,
  );
}

/** Where the session has none, gdbus would start one. */
function hasBus(): boolean {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime } = process.env;
  return address !== undefined || (runtime !== undefined && existsSync(join(runtime, 'bus')));
}
