import { Menu } from 'electron';

/**
 * The application's own menu in place of Electron's, whose keys would reload the page. macOS needs one to quit, hide,
 * copy and paste; elsewhere the window knows these keys itself.
 */
export function setUpMenu(): void {
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    mac ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );
}
