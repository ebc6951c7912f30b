import { BrowserWindow, type IpcMainInvokeEvent, nativeTheme } from 'electron';
import { ORIGIN } from './protocol.ts';

export interface MainWindow {
  /** Opens or focuses the window, at `path` when given. */
  show(path?: string): void;
  send(name: string, payload: unknown): void;
  control(action: 'minimize' | 'maximize' | 'close'): void;
  /** True for a message from this window's own page. */
  owns(event: IpcMainInvokeEvent): boolean;
}

/** The one window. Closing destroys it (a hidden page would cost memory); Belfry stays in the tray. `onGone`: its page shows nothing any more. */
export function createMainWindow(preload: string, onGone: () => void): MainWindow {
  let window: BrowserWindow | null = null;
  let ready = false;

  const send = (name: string, payload: unknown) => {
    if (window && ready && !window.isDestroyed()) window.webContents.send('belfry:event', name, payload);
  };

  function open(path: string): BrowserWindow {
    const created = new BrowserWindow(options(preload));
    ready = false;
    created.once('ready-to-show', () => created.show());
    created.webContents.on('did-finish-load', () => {
      ready = true;
    });
    created.on('closed', () => {
      window = null;
      onGone();
    });
    created.webContents.on('render-process-gone', onGone);
    secure(created);
    void created.loadURL(`${ORIGIN}${path}`);
    return created;
  }

  return {
    send,
    show: (path) => {
      if (!window) {
        window = open(path ?? '/');
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (path !== undefined && path !== '/') send('window.navigate', { path });
    },
    control: (action) => {
      if (action === 'close') window?.close();
      else if (action === 'minimize') window?.minimize();
      else if (window?.isMaximized()) window.unmaximize();
      else window?.maximize();
    },
    owns: (event) => {
      const frame = event.senderFrame;
      return (
        window !== null &&
        event.sender === window.webContents &&
        frame === window.webContents.mainFrame &&
        new URL(frame.url).origin === new URL(ORIGIN).origin &&
        frame.url.startsWith(`${ORIGIN}/`)
      );
    },
  };
}

function options(preload: string): Electron.BrowserWindowConstructorOptions {
  return {
    title: 'Belfry',
    width: 1280,
    height: 820,
    minWidth: 760,
    minHeight: 520,
    show: false,
    frame: process.platform === 'darwin',
    titleBarStyle: process.platform === 'darwin' ? 'hidden' : 'default',
    ...(process.platform === 'darwin' && { trafficLightPosition: { x: 16, y: 15 } }),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131719' : '#FCFCFB',
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  };
}

/** No navigation away, no new windows, no embedded pages. */
function secure(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}
