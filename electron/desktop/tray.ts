import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import {
  actionAt,
  faceOf,
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
  const { platform } = process;
  let model: TrayModel | null = null;
  let menu: Menu | null = null;
  /** What the menu shows, and what its lines do now: a menu that still reads the same may stay, open or not. */
  let shown: { face: string; items: TrayItem[] } = { face: '', items: [] };
  /** Held while it is open, or it could be collected. */
  let opened: Menu | null = null;
  let timer: NodeJS.Timeout | null = null;
  let builtAt = Number.NEGATIVE_INFINITY;

  async function rebuild(): Promise<void> {
    timer = null;
    builtAt = performance.now();
    const next = trayModel(await state());
    if (tray.isDestroyed()) return;
    if (next.icon !== model?.icon) tray.setImage(image(imageFolder, next.icon));
    if (next.tooltip !== model?.tooltip) tray.setToolTip(next.tooltip);
    model = next;
    const face = JSON.stringify(faceOf(next.items));
    if (face === shown.face) {
      shown.items = next.items;
      return;
    }
    const hung = { face, items: next.items };
    shown = hung;
    menu = Menu.buildFromTemplate(
      template(next.items, (path) => {
        const action = actionAt(hung.items, path);
        if (action) act(action);
      }),
    );
    if (platform === 'linux') tray.setContextMenu(menu);
  }

  const refresh = () => {
    const wait = Math.max(0, REBUILD_MS - (performance.now() - builtAt));
    timer ??= setTimeout(() => void rebuild().catch(report), wait);
  };
  const retheme = () => tray.setImage(image(imageFolder, model?.icon ?? 'idle'));
  /** Elsewhere than on Linux a menu is made as it opens, with countdowns of that moment. */
  const popUp = () =>
    void rebuild()
      .catch(report)
      .then(() => {
        opened = menu;
        if (opened && !tray.isDestroyed()) tray.popUpContextMenu(opened);
      });

  nativeTheme.on('updated', retheme);
  tray.on('click', () => (platform === 'darwin' ? popUp() : act({ do: 'show', path: '/' })));
  if (platform !== 'linux') tray.on('right-click', popUp);
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

/** `click` gets the positions that lead to a line. */
function template(
  items: TrayItem[],
  click: (path: number[]) => void,
  above: number[] = [],
): MenuItemConstructorOptions[] {
  return items.map((item, at) => {
    if (item === 'separator') return { type: 'separator' };
    const path = [...above, at];
    const label = literal(item.label);
    if (item.submenu) return { label, submenu: template(item.submenu, click, path) };
    if (!item.action) return { label, enabled: false };
    const keys = process.platform === 'darwin' && item.keys ? { accelerator: item.keys } : {};
    return { label, ...keys, click: () => click(path) };
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
