import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '../support/temp.ts';

const PASSWORD = 'the password of the ring';

/** A real GNOME Keyring, unlocked, on a message bus of its own. */
export interface KeyRing {
  env: Record<string, string>;
  lock(): Promise<void>;
  /** As a login does it. */
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

/** `home` holds the ring's file: the same one opens the same ring again. */
export async function openKeyRing(home?: string): Promise<KeyRing & { home: string }> {
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
  const ring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
  });
  ring.stdin?.end(PASSWORD);
  return {
    ...{ home: folder, env, lock: () => lock(env), unlock: () => unlock(join(runtime, 'keyring', 'control')) },
    close: async () => void (await Promise.all([end(ring), end(bus)])),
  };
}

async function lock(env: Record<string, string>): Promise<void> {
  const service = ['--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets'];
  const method = ['--method', 'org.freedesktop.Secret.Service.Lock', "['/org/freedesktop/secrets/collection/login']"];
  await promisify(execFile)('gdbus', ['call', '--session', ...service, ...method], { env: { ...process.env, ...env } });
}

/** The daemon's control socket: a byte for the credentials, then length, operation (1 = unlock) and password. */
async function unlock(control: string): Promise<void> {
  const password = Buffer.from(PASSWORD);
  const message = Buffer.alloc(13 + password.length);
  message.writeUInt32BE(message.length - 1, 1);
  message.writeUInt32BE(1, 5);
  message.writeUInt32BE(password.length, 9);
  password.copy(message, 13);
  const socket = connect(control);
  socket.write(message);
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (reply.readUInt32BE(4) !== 0) throw new Error('The key ring was not unlocked.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
