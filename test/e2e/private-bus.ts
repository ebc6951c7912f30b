import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const PYTHON = '/usr/bin/python3';
/** What the mock adds to each object. */
export const MOCK = 'org.freedesktop.DBus.Mock';

export interface Service {
  name: string;
  path: string;
  face: string;
}

/** A message bus that only this test knows, with services that python3-dbusmock plays. */
export interface PrivateBus {
  /** What leads a program to it, in place of the bus of the system and that of the session. */
  env: Record<string, string>;
  mock(...args: string[]): void;
  /** Resolves to what gdbus prints. */
  call(service: Service, method: string, ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function openBus(): Promise<PrivateBus> {
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = String((await once(bus.stdout as NodeJS.ReadableStream, 'data'))[0]).trim();
  const env = { DBUS_SYSTEM_BUS_ADDRESS: address, DBUS_SESSION_BUS_ADDRESS: address };
  const all = { ...process.env, ...env };
  const children: ChildProcess[] = [bus];
  return {
    env,
    mock: (...args) => void children.unshift(spawn(PYTHON, ['-m', 'dbusmock', ...args], { stdio: 'ignore', env: all })),
    call: async ({ name, path }, method, ...args) => {
      const where = ['--session', '--dest', name, '--object-path', path, '--method', method];
      return (await exec('gdbus', ['call', ...where, '--', ...args], { env: all })).stdout.trim();
    },
    close: async () => {
      for (const child of children) {
        if (child.exitCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill();
        await gone;
      }
    },
  };
}
