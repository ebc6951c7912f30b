import { BrowserWindow, type IpcMainInvokeEvent, nativeTheme, screen } from 'electron';
import type { WindowPlace, WindowPlaces } from '#contract/window-place.ts';
import { ORIGIN } from './protocol.ts';
import { placeFor, remember } from './window-place.ts';

export interface MainWindow {
  /** Opens or focuses the window, at `path` when given. */
  show(path?: string): void;
  send(name: string, payload: unknown): void;
  control(action: 'minimize' | 'maximize' | 'close'): void;
  /** Shows everything in the window at this size, in per cent. */
  zoom(percent: number): void;
  /** True for a message from this window's own page. */
  owns(event: IpcMainInvokeEvent): boolean;
}

interface Parts {
  preload: string;
  /** Where the window has stood before; `keep` hears where it stands now. */
  places: WindowPlaces;
  keep: (places: WindowPlaces) => void;
  /** In per cent. */
  zoom: () => number;
  /** Its page shows nothing any more. */
  onGone: () => void;
}

/** A window that is dragged or resized is still for this long (ms) before its place is kept. */
const SETTLE_MS = 400;

/** The one window. Closing destroys it (a hidden page would cost memory); Belfry stays in the tray. */
export function createMainWindow({ preload, keep, zoom, onGone, ...parts }: Parts): MainWindow {
  let window: BrowserWindow | null = null;
  let ready = false;
  let places = parts.places;

  const send = (name: string, payload: unknown) => {
    if (window && ready && !window.isDestroyed()) window.webContents.send('belfry:event', name, payload);
  };

  function open(path: string): BrowserWindow {
    const known = placeFor(places, [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]);
    const created = new BrowserWindow(options(preload, known, zoom()));
    ready = false;
    if (known?.maximized) created.maximize();
    created.once('ready-to-show', () => created.show());
    created.webContents.on('did-finish-load', () => {
      ready = true;
      created.webContents.setZoomFactor(zoom() / 100);
    });
    watchPlace(created, (place) => {
      places = remember(places, screen.getDisplayMatching(place).id, place);
      keep(places);
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
    zoom: (percent) => window?.webContents.setZoomFactor(percent / 100),
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

/** Hears where a window stands when it has come to rest, and as it closes. */
function watchPlace(window: BrowserWindow, hear: (place: WindowPlace) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(timer);
    if (!window.isDestroyed()) hear({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLE_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', tell);
}

function options(preload: string, place: WindowPlace | null, zoom: number): Electron.BrowserWindowConstructorOptions {
  return {
    title: 'Belfry',
    width: place?.width ?? 1280,
    height: place?.height ?? 820,
    ...(place && { x: place.x, y: place.y }),
    minWidth: 760,
    minHeight: 520,
    show: false,
    frame: process.platform === 'darwin',
    titleBarStyle: process.platform === 'darwin' ? 'hidden' : 'default',
    ...(process.platform === 'darwin' && { trafficLightPosition: { x: 16, y: 15 } }),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131719' : '#FCFCFB',
    webPreferences: {
      ...{ preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
      zoomFactor: zoom / 100,
    },
  };
}

/** No navigation away, no new windows, no embedded pages. */
function secure(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}
