import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import {
  startingModel,
  type TrayAction,
  type TrayIcon,
  type TrayItem,
  type TrayModel,
  type TrayState,
  trayModel,
} from './tray-menu.ts';

/** A menu rebuilt more often than this flickers on some desktops. */
const REBUILD_MS = 1_000;

/** What the tray tells and does once the application is there. */
export interface TrayParts {
  state: () => Promise<TrayState>;
  act: (action: TrayAction) => void;
  report: (error: unknown) => void;
}

export interface BelfryTray {
  /** Takes over from the first menu; what was chosen there happens now. */
  follow(parts: TrayParts): void;
  /** Something changed; the menu is rebuilt soon, at most once a second. */
  refresh(): void;
  /** What hangs in the tray now. */
  readonly model: TrayModel;
  readonly menu: Menu;
  destroy(): void;
}

/** Hangs up the icon, with a menu that needs nothing else to be there, and keeps it current once told what to follow. */
export function createTray(imageFolder: string): BelfryTray {
  const tray = new Tray(image(imageFolder, 'idle'));
  let parts: TrayParts | null = null;
  let chosen: TrayAction | null = null;
  let model = startingModel();
  let menu = hang(model.items);
  let timer: NodeJS.Timeout | null = null;
  let builtAt = Number.NEGATIVE_INFINITY;

  function act(action: TrayAction): void {
    if (parts) parts.act(action);
    else chosen = action;
  }

  function hang(items: TrayItem[]): Menu {
    const built = Menu.buildFromTemplate(template(items, act));
    tray.setContextMenu(built);
    return built;
  }

  async function rebuild({ state }: TrayParts): Promise<void> {
    timer = null;
    builtAt = performance.now();
    const next = trayModel(await state());
    if (tray.isDestroyed()) return;
    if (next.icon !== model.icon) tray.setImage(image(imageFolder, next.icon));
    if (next.tooltip !== model.tooltip) tray.setToolTip(next.tooltip);
    // Pause times move with the clock: an equal menu is left alone only if its actions are equal too.
    if (JSON.stringify(next.items) !== JSON.stringify(model.items)) menu = hang(next.items);
    model = next;
  }

  const refresh = () => {
    const following = parts;
    if (!following) return;
    const wait = Math.max(0, REBUILD_MS - (performance.now() - builtAt));
    timer ??= setTimeout(() => void rebuild(following).catch(following.report), wait);
  };
  const retheme = () => tray.setImage(image(imageFolder, model.icon));

  tray.setToolTip(model.tooltip);
  nativeTheme.on('updated', retheme);
  tray.on('click', () => act({ do: 'show', path: '/' }));
  return {
    follow: (given) => {
      parts = given;
      void rebuild(given).catch(given.report);
      if (chosen) given.act(chosen);
    },
    refresh,
    get model() {
      return model;
    },
    get menu() {
      return menu;
    },
    destroy: () => {
      if (timer) clearTimeout(timer);
      nativeTheme.off('updated', retheme);
      tray.destroy();
    },
  };
}

function template(items: TrayItem[], act: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  return items.map((item) => {
    if (item === 'separator') return { type: 'separator' };
    const { label, action, submenu } = item;
    if (submenu) return { label: literal(label), submenu: template(submenu, act) };
    return { label: literal(label), enabled: action !== undefined, ...(action && { click: () => act(action) }) };
  });
}

/** `&` marks a mnemonic in menus; a job's name must show it as it is. */
const literal = (label: string) => label.replaceAll('&', '&&');

function image(folder: string, icon: TrayIcon) {
  const name = imageName(process.platform, icon, nativeTheme.shouldUseDarkColors);
  const loaded = nativeImage.createFromPath(join(folder, name));
  if (process.platform === 'darwin') loaded.setTemplateImage(true);
  return loaded;
}

/** File of the tray image for a platform; Linux panels draw at 22 px and are dark more often than not. */
export function imageName(platform: NodeJS.Platform, icon: TrayIcon, dark: boolean): string {
  switch (platform) {
    case 'darwin':
      return `${icon}Template.png`;
    case 'win32':
      return `${icon}-${dark ? 'on-dark' : 'on-light'}.ico`;
    default:
      return `${icon}-on-dark-22.png`;
  }
}
