import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';

export interface DataFolderOptions {
  /** What `--data` says. */
  argument?: string | undefined;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  home: string;
}

/** Bytes that fit every system: `sun_path` holds 104 on macOS, 108 on Linux, the closing zero included. */
const PATH_LIMIT = 100;

/** The data folder, absolute: `--data`, else BELFRY_DATA, else where Electron keeps an application's user data. */
export function dataFolder({ argument, environment, platform, home }: DataFolderOptions): string {
  const { resolve, join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const chosen = argument || environment.BELFRY_DATA;
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(environment.APPDATA || join(home, 'AppData', 'Roaming'), 'Belfry');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Belfry');
  const configured = environment.XDG_CONFIG_HOME;
  // The XDG base directory specification has relative paths ignored.
  return join(configured && isAbsolute(configured) ? configured : join(home, '.config'), 'Belfry');
}

/**
 * Where the application listens: `<data>/belfry.sock`, or a named pipe on Windows. A path too long for a socket gets a
 * hashed name in a folder of the user's under /tmp; not under $TMPDIR, which an application and a shell may see differently.
 */
export function socketAddress(
  dataFolder: string,
  platform: NodeJS.Platform,
  uid: number = process.getuid?.() ?? 0,
): string {
  if (platform === 'win32') return `\\\\.\\pipe\\belfry-${hash(dataFolder.toLowerCase())}`;
  const path = posix.join(dataFolder, 'belfry.sock');
  return Buffer.byteLength(path) <= PATH_LIMIT ? path : `/tmp/belfry-${uid}/${hash(dataFolder)}.sock`;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
