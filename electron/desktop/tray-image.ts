import type { TrayIcon } from './tray-menu.ts';

export interface PanelSigns {
  platform: NodeJS.Platform;
  /** Names of the desktop, as XDG_CURRENT_DESKTOP has them. */
  desktop: string | undefined;
  /** Whether the system's theme is dark, whatever the window wears. */
  systemIsDark: boolean;
  /** What Windows says of its task bar, which has a theme of its own; undefined elsewhere. */
  taskbarIsDark: boolean | undefined;
}

/** Desktops whose panel wears the colours of the theme. Others have a dark one under any theme. */
const THEMED = new Set(['KDE', 'MATE']);

/** Whether the icon hangs on something dark. */
export function onDark({ platform, desktop = '', systemIsDark, taskbarIsDark }: PanelSigns): boolean {
  if (platform === 'win32') return taskbarIsDark ?? systemIsDark;
  return systemIsDark || !desktop.split(':').some((name) => THEMED.has(name));
}

/** File of the tray image for a platform. macOS colours it itself; Linux panels draw at 22 px. */
export function imageName(platform: NodeJS.Platform, icon: TrayIcon, dark: boolean): string {
  const ground = dark ? 'on-dark' : 'on-light';
  switch (platform) {
    case 'darwin':
      return `${icon}Template.png`;
    case 'win32':
      return `${icon}-${ground}.ico`;
    default:
      return `${icon}-${ground}-22.png`;
  }
}
