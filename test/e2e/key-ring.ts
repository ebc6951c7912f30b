import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tempFolder } from '../support/temp.ts';

/** A real GNOME Keyring, unlocked, on a message bus of its own. */
export interface KeyRing {
  env: Record<string, string>;
  /** Opens it with its password. */
  unlock(): Promise<void>;
  close(): Promise<void>;
}

const onPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

export const hasKeyRing = onPath('gnome-keyring-daemon') && onPath('dbus-daemon');

/** `home` holds the ring's file: the same one opens the same ring again, which stays locked when told so. */
export async function openKeyRing(home?: string, { locked = false } = {}): Promise<KeyRing & { home: string }> {
  const folder = home ?? (await tempFolder());
  const runtime = await tempFolder();
  mkdirSync(join(folder, 'share'), { recursive: true });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, XDG_RUNTIME_DIR: runtime },
  });
  const address = String((await once(bus.stdout as NodeJS.ReadableStream, 'data'))[0]).trim();
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(folder, 'share'),
    XDG_CURRENT_DESKTOP: 'GNOME',
  };
  const begin = (...more: string[]) => {
    const child = spawn('gnome-keyring-daemon', ['--foreground', ...more, '--components=secrets'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, ...env },
    });
    child.stdin?.end('the password of the ring');
    return child;
  };
  let ring = locked ? begin() : begin('--unlock');
  return {
    ...{ home: folder, env },
    unlock: async () => {
      // It takes the password only as it starts.
      await end(ring);
      ring = begin('--unlock');
    },
    close: async () => void (await Promise.all([end(ring), end(bus)])),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
