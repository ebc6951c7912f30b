import { join } from 'node:path';
import { app, BrowserWindow, nativeImage } from 'electron';

export interface Badge {
  /** How many jobs are failing; 0 takes the badge away. */
  show(count: number): void;
}

/** Failing jobs on the icon of Belfry: a number in the dock or on the launcher, a mark over the button on Windows. */
export function createBadge(imageFolder: string): Badge {
  let count = 0;
  if (process.platform !== 'win32')
    return {
      show: (failing) => {
        if (failing === count) return;
        count = failing;
        app.setBadgeCount(count);
      },
    };
  const mark = nativeImage.createFromPath(join(imageFolder, 'badge.png'));
  const put = (window: BrowserWindow) => {
    if (count === 0) window.setOverlayIcon(null, '');
    else window.setOverlayIcon(mark, count === 1 ? '1 job is failing' : `${count} jobs are failing`);
  };
  // The button is there only while the window is.
  app.on('browser-window-created', (_event, window) => window.once('show', () => put(window)));
  return {
    show: (failing) => {
      if (failing === count) return;
      count = failing;
      for (const window of BrowserWindow.getAllWindows()) put(window);
    },
  };
}
