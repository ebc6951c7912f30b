import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import { type TrayHosts, watchTrayHosts } from './tray-host.ts';
import { imageName, onDark } from './tray-image.ts';
import {
  actionAt,
  faceOf,
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
  /** Whether it is known that the desktop shows no icon. */
  readonly isUnseen: boolean;
  destroy(): void;
}

/** Hangs up the icon, with a menu that needs nothing else to be there, and keeps it current once told what to follow. */
export function createTray(imageFolder: string): BelfryTray {
  const isPanelDark = watchPanel();
  const picture = (icon: TrayIcon) => image(imageFolder, icon, isPanelDark());
  const { platform } = process;
  let parts: TrayParts | null = null;
  let hosts: TrayHosts | null = null;
  let chosen: TrayAction | null = null;
  let model = startingModel();
  /** What the menu shows, and what its lines do now: a menu that still reads the same may stay, open or not. */
  let shown = { face: '', items: model.items };
  /** Held while it is open, or it could be collected. */
  let opened: Menu | null = null;
  let tray = make();
  let menu = hang(model.items);
  let timer: NodeJS.Timeout | null = null;
  let builtAt = Number.NEGATIVE_INFINITY;

  function act(action: TrayAction): void {
    if (parts) parts.act(action);
    else chosen = action;
  }

  function hang(items: TrayItem[]): Menu {
    const hung = { face: JSON.stringify(faceOf(items)), items };
    shown = hung;
    const built = Menu.buildFromTemplate(
      template(items, (path) => {
        const action = actionAt(hung.items, path);
        if (action) act(action);
      }),
    );
    if (platform === 'linux') tray.setContextMenu(built);
    return built;
  }

  async function rebuild({ state }: TrayParts): Promise<void> {
    timer = null;
    builtAt = performance.now();
    const next = trayModel(await state());
    if (tray.isDestroyed()) return;
    if (next.icon !== model.icon) tray.setImage(picture(next.icon));
    if (next.tooltip !== model.tooltip) tray.setToolTip(next.tooltip);
    if (JSON.stringify(faceOf(next.items)) === shown.face) shown.items = next.items;
    else menu = hang(next.items);
    model = next;
  }

  const refresh = () => {
    const following = parts;
    if (!following) return;
    const wait = Math.max(0, REBUILD_MS - (performance.now() - builtAt));
    timer ??= setTimeout(() => void rebuild(following).catch(following.report), wait);
  };
  const retheme = () => tray.setImage(picture(model.icon));

  /** Elsewhere than on Linux a menu is made as it opens, with countdowns of that moment. */
  const popUp = async () => {
    if (parts) await rebuild(parts).catch(parts.report);
    opened = menu;
    if (!tray.isDestroyed()) tray.popUpContextMenu(opened);
  };

  function make(): Tray {
    const made = new Tray(picture(model.icon));
    made.setToolTip(model.tooltip);
    made.on('click', () => (platform === 'darwin' ? void popUp() : act({ do: 'show', path: '/' })));
    if (platform !== 'linux') made.on('right-click', () => void popUp());
    return made;
  }

  /** As it was, in a panel that has not seen it yet. */
  function makeAnew(): void {
    if (tray.isDestroyed()) return;
    tray.destroy();
    tray = make();
    tray.setContextMenu(menu);
  }

  nativeTheme.on('updated', retheme);
  return {
    follow: (given) => {
      parts = given;
      void rebuild(given).catch(given.report);
      if (platform === 'linux') hosts = watchTrayHosts(makeAnew);
      if (chosen) given.act(chosen);
    },
    refresh,
    get model() {
      return model;
    },
    get menu() {
      return menu;
    },
    get isUnseen() {
      return hosts?.isMissing ?? false;
    },
    destroy: () => {
      if (timer) clearTimeout(timer);
      nativeTheme.off('updated', retheme);
      hosts?.end();
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

function image(folder: string, icon: TrayIcon, dark: boolean) {
  const loaded = nativeImage.createFromPath(join(folder, imageName(process.platform, icon, dark)));
  if (process.platform === 'darwin') loaded.setTemplateImage(true);
  return loaded;
}

/** Looks whether the panel is dark. The theme that the window may be given hides the system's: that is noted before. */
function watchPanel(): () => boolean {
  const { platform, env } = process;
  let systemIsDark = nativeTheme.shouldUseDarkColors;
  return () => {
    if (nativeTheme.themeSource === 'system') systemIsDark = nativeTheme.shouldUseDarkColors;
    const taskbarIsDark = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI as boolean | undefined;
    return onDark({ platform, desktop: env.XDG_CURRENT_DESKTOP, systemIsDark, taskbarIsDark });
  };
}
