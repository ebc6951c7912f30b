import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import {
  type TrayAction,
  type TrayIcon,
  type TrayItem,
  type TrayModel,
  type TrayState,
  trayModel,
} from './tray-menu.ts';

/** A menu rebuilt more often than this flickers on some desktops. */
const REBUILD_MS = 1_000;

export interface TrayParts {
  imageFolder: string;
  state: () => Promise<TrayState>;
  act: (action: TrayAction) => void;
  report: (error: unknown) => void;
}

export interface BelfryTray {
  /** Something changed; the menu is rebuilt soon, at most once a second. */
  refresh(): void;
  /** What hangs in the tray now. */
  readonly model: TrayModel | null;
  readonly menu: Menu | null;
  destroy(): void;
}

/** Hangs the model up in the desktop's tray and keeps it current. */
export function createTray({ imageFolder, state, act, report }: TrayParts): BelfryTray {
  const tray = new Tray(image(imageFolder, 'idle'));
  let model: TrayModel | null = null;
  let menu: Menu | null = null;
  let shown = '';
  let timer: NodeJS.Timeout | null = null;
  let builtAt = 0;

  async function rebuild(): Promise<void> {
    timer = null;
    builtAt = performance.now();
    const next = trayModel(await state());
    if (tray.isDestroyed()) return;
    if (next.icon !== model?.icon) tray.setImage(image(imageFolder, next.icon));
    if (next.tooltip !== model?.tooltip) tray.setToolTip(next.tooltip);
    const items = JSON.stringify(next.items);
    model = next;
    // Pause times move with the clock: an equal menu is left alone only if its actions are equal too.
    if (items === shown) return;
    shown = items;
    menu = Menu.buildFromTemplate(template(next.items, act));
    tray.setContextMenu(menu);
  }

  const refresh = () => {
    const wait = Math.max(0, REBUILD_MS - (performance.now() - builtAt));
    timer ??= setTimeout(() => void rebuild().catch(report), wait);
  };
  const retheme = () => tray.setImage(image(imageFolder, model?.icon ?? 'idle'));

  nativeTheme.on('updated', retheme);
  tray.on('click', () => act({ do: 'show', path: '/' }));
  void rebuild().catch(report);
  return {
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
