import { BrowserWindow, type IpcMainInvokeEvent, nativeTheme, screen, session } from 'electron';
import type { WindowAction } from '#contract/api.ts';
import type { WindowPlace, WindowPlaces } from '#contract/window-place.ts';
import { ORIGIN } from './protocol.ts';
import { placeFor, remember } from './window-place.ts';

export interface MainWindow {
  /**
   * Gives an early window its place, and what it needs from then on; none is shown before. Resolves when it is shown, or
   * after a second.
   */
  follow(parts: WindowParts): Promise<void>;
  /** Hears that its page shows nothing any more. */
  onGone(hear: () => void): void;
  /** Opens or focuses the window, at `path` when given. */
  show(path?: string): void;
  send(name: string, payload: unknown): void;
  /** Its page has asked for something: it hears by now. */
  listens(): void;
  control(action: WindowAction): void;
  /** Shows everything in the window at this size, in per cent. */
  zoom(percent: number): void;
  /** True for a message from this window's own page. */
  owns(event: IpcMainInvokeEvent): boolean;
}

export interface WindowFiles {
  preload: string;
  icon: string;
}

export interface WindowParts {
  /** Where the window has stood before; `keep` hears where it stands now. */
  places: WindowPlaces;
  keep: (places: WindowPlaces) => void;
  /** In per cent. */
  zoom: () => number;
  /** It was closed; Belfry goes on in the tray. */
  onClosed: () => void;
}

/** A window that is dragged or resized is still for this long (ms) before its place is kept. */
const SETTLE_MS = 400;
/** A page that has loaded and told of no picture for so long (ms) is shown as it is. */
const PAINT_MS = 500;
/** An early window whose page takes longer (ms) is not waited for. */
const EARLY_MS = 1_000;

/** The one window. Closing destroys it (a hidden page would cost memory); Belfry stays in the tray. */
export function createMainWindow(paths: WindowFiles): MainWindow {
  let window: BrowserWindow | null = null;
  let ready = false;
  let shown = false;
  /** It was told to close, which takes its page some milliseconds; `wanted` is the path asked for meanwhile. */
  let closing = false;
  let wanted: string | null = null;
  /** Where a page that is still on its way is to go. */
  let ahead: string | null = null;
  let parts: WindowParts | null = null;
  let gone = () => {};
  /** Resolves when the last one that was opened is shown. */
  let arriving = Promise.resolve();
  let follow = (_parts: WindowParts) => {};
  const followed = new Promise<WindowParts>((resolve) => (follow = resolve));

  const send = (name: string, payload: unknown) => {
    if (window && ready && !window.isDestroyed()) window.webContents.send('belfry:event', name, payload);
  };
  const scale = () => (parts?.zoom() ?? 100) / 100;

  function open(path: string): BrowserWindow {
    const created = new BrowserWindow(options(paths, scale()));
    ready = false;
    shown = false;
    ahead = null;
    const painted = new Promise<void>((resolve) => {
      created.once('ready-to-show', resolve);
      // A first picture that was lost to a change of size does not come again.
      created.webContents.once('did-finish-load', () => setTimeout(resolve, PAINT_MS));
    });
    arriving = followed.then(async (known) => {
      if (created.isDestroyed()) return;
      settle(created, known);
      await painted;
      if (created.isDestroyed()) return;
      created.show();
      shown = true;
    });
    created.webContents.on('did-finish-load', () => created.webContents.setZoomFactor(scale()));
    created.once('close', () => (closing = true));
    created.once('closed', closed);
    created.webContents.on('render-process-gone', () => gone());
    secure(created);
    void created.loadURL(`${ORIGIN}${path}`);
    return created;
  }

  function closed(): void {
    window = null;
    closing = false;
    // A draft of its last moment.
    session.defaultSession.flushStorageData();
    gone();
    parts?.onClosed();
    const path = wanted;
    wanted = null;
    // Another one made within its last event brings the application down.
    if (path !== null) setImmediate(() => show(path));
  }

  /** Puts it where it stood, before anybody sees it. */
  function settle(created: BrowserWindow, known: WindowParts): void {
    const place = placeFor(known.places, [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]);
    if (place) created.setBounds({ x: place.x, y: place.y, width: place.width, height: place.height });
    if (place?.maximized) created.maximize();
    created.setBackgroundColor(background());
    // One that is still loading gets its size then: now it would cost the first picture.
    if (!created.webContents.isLoading()) created.webContents.setZoomFactor(scale());
    watchPlace(created, (stands) => {
      known.places = remember(known.places, screen.getDisplayMatching(stands).id, stands);
      known.keep(known.places);
    });
  }

  function show(path?: string): void {
    if (closing) wanted = path ?? '/';
    else if (!window) window = open(path ?? '/');
    else {
      // One that is still on its way shows itself.
      if (shown) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      }
      if (path !== undefined && path !== '/') navigate(path);
    }
  }

  function navigate(path: string): void {
    if (ready) send('window.navigate', { path });
    else ahead = path;
  }

  return {
    follow: (given) => {
      parts = given;
      follow(given);
      return Promise.race([arriving, new Promise<void>((resolve) => setTimeout(resolve, EARLY_MS))]);
    },
    onGone: (hear) => {
      gone = hear;
    },
    send,
    listens: () => {
      ready = true;
      if (ahead !== null) send('window.navigate', { path: ahead });
      ahead = null;
    },
    show,
    control: (action) => {
      if (action === 'close') window?.close();
      else if (action === 'keep') window?.webContents.session.flushStorageData();
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

const background = () => (nativeTheme.shouldUseDarkColors ? '#131719' : '#FCFCFB');

function options({ preload, icon }: WindowFiles, zoomFactor: number): Electron.BrowserWindowConstructorOptions {
  return {
    title: 'Belfry',
    ...(process.platform === 'linux' && { icon }),
    width: 1280,
    height: 820,
    minWidth: 760,
    minHeight: 520,
    show: false,
    frame: process.platform === 'darwin',
    titleBarStyle: process.platform === 'darwin' ? 'hidden' : 'default',
    ...(process.platform === 'darwin' && { trafficLightPosition: { x: 16, y: 15 } }),
    backgroundColor: background(),
    webPreferences: {
      ...{ preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
      zoomFactor,
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
