import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';

/** Whether Belfry starts with the computer. The system keeps it, so that it can be taken away there too. */
export interface LoginItem {
  isOn(): boolean;
  set(on: boolean): Promise<void>;
}

export interface LoginItemParts {
  platform: NodeJS.Platform;
  /** What starts this Belfry: the executable, then its arguments. */
  command: [string, ...string[]];
  /** Of the XDG base directory specification. */
  configHome: string;
}

/** What starts this very Belfry into the tray; `data` is a data folder other than the usual one. */
export function startCommand(data: string | undefined): [string, ...string[]] {
  // An AppImage runs from a mount that is gone after it.
  const executable = process.env.APPIMAGE ?? process.execPath;
  const own = data === undefined ? ['--hidden'] : ['--hidden', '--data', data];
  return app.isPackaged ? [executable, ...own] : [executable, app.getAppPath(), ...own];
}

/** macOS starts login items without arguments, and says so afterwards. */
export const startedByLogin = (): boolean =>
  process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;

/** XDG Base Directory Specification: where a person's configuration lies. */
export function configHome(environment: NodeJS.ProcessEnv): string {
  const named = environment.XDG_CONFIG_HOME;
  return named && isAbsolute(named) ? named : join(homedir(), '.config');
}

export function loginItem({ platform, command, configHome }: LoginItemParts): LoginItem {
  if (platform === 'linux') return autostart(join(configHome, 'autostart', 'belfry.desktop'), command);
  const [path, ...args] = command;
  return {
    isOn: () => app.getLoginItemSettings({ path, args }).openAtLogin,
    set: async (on) => app.setLoginItemSettings({ openAtLogin: on, path, args }),
  };
}

/** A file of the XDG autostart specification. */
export function autostart(file: string, command: readonly string[]): LoginItem {
  return {
    isOn: () => existsSync(file) && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(read(file)),
    set: async (on) => {
      if (!on) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, entry(command));
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function entry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Belfry',
    'Comment=Runs your jobs on time',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=belfry',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Desktop Entry Specification, The Exec key: quoting first, then the escaping of strings; `%` starts a field code. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, (char) => `\\${char}`);
  return `"${inQuotes}"`.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
