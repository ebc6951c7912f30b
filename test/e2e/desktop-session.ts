import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '../support/temp.ts';
import { answers, waitFor } from './belfry.ts';

const run = promisify(execFile);
const DUNST = { name: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications' };
const WATCHER = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher' };

/** A panel with nothing but a tray. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="30"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
`;

/** A line of a menu, as the tray host is told. */
export interface MenuLine {
  id: number;
  label: string;
  enabled: boolean;
}

/** A real desktop on a display of its own: window manager, panel with a tray, notification service, message bus. */
export interface DesktopSession {
  env: Record<string, string>;
  /** Ends the panel, as when it crashes or the person logs in and it comes late; and starts it. */
  closePanel(): Promise<void>;
  openPanel(): Promise<void>;
  /** What hangs in the tray: a name on the bus and the path of the item. */
  items(): Promise<{ name: string; path: string }[]>;
  /** A property of the first item, as gdbus prints it. */
  property(name: string): Promise<string>;
  /** The picture of the first item, in bytes alpha, red, green, blue. */
  icon(): Promise<Buffer>;
  /** All lines of the first item's menu, those of submenus after the line that opens them; separators left out. */
  menu(): Promise<MenuLine[]>;
  /** How often the host is told within `ms` that the menu is another. */
  menuChanges(ms: number): Promise<number>;
  /** Clicks a line of the menu as the tray host does. */
  click(id: number): Promise<void>;
  /** Notices that were shown and have gone, as gdbus prints them, newest first. */
  pastNotices(): Promise<string>;
  /** How many are on the screen. */
  shownNotices(): Promise<number>;
  closeNotices(): Promise<void>;
  /** Takes the oldest notice off the screen. */
  closeNotice(): Promise<void>;
  /** Clicks the oldest notice. */
  clickNotice(): Promise<void>;
  close(): Promise<void>;
}

/** @throws when a part of the desktop does not come up */
export async function openDesktop(): Promise<DesktopSession> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'xfce4', 'xfconf', 'xfce-perchannel-xml'), { recursive: true });
  await writeFile(join(folder, 'xfce4', 'xfconf', 'xfce-perchannel-xml', 'xfce4-panel.xml'), PANEL);
  await mkdir(join(folder, 'dunst'));
  await writeFile(join(folder, 'dunst', 'dunstrc'), '[global]\n  idle_threshold = 0\n  sticky_history = yes\n');
  const started: ChildProcess[] = [];
  const begin = (program: string, args: string[], env: NodeJS.ProcessEnv) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
    started.unshift(child);
    return child;
  };
  const firstLine = async (child: ChildProcess) =>
    String((await once(child.stdout as NodeJS.ReadableStream, 'data'))[0]).trim();
  const close = async () => {
    for (const child of started) await end(child);
  };

  const display = begin('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], process.env);
  const own = {
    DISPLAY: `:${await firstLine(display)}`,
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_RUNTIME_DIR: folder,
    XDG_CURRENT_DESKTOP: 'XFCE',
  };
  const bus = begin('dbus-daemon', ['--session', '--nofork', '--print-address'], { ...process.env, ...own });
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) };
  const all = { ...process.env, ...env };
  begin('openbox', [], all);
  let panel = begin('xfce4-panel', ['--disable-wm-check'], all);
  begin('dunst', ['-config', join(folder, 'dunst', 'dunstrc')], all);

  const call = async (to: { name: string; path: string }, method: string, ...args: string[]) => {
    const where = ['--session', '--dest', to.name, '--object-path', to.path, '--method', method];
    return (await run('gdbus', ['call', ...where, '--', ...args], { env: all })).stdout.trim();
  };
  const get = (from: { name: string; path: string }, face: string, name: string) =>
    call(from, 'org.freedesktop.DBus.Properties.Get', face, name);
  const items = async () => {
    const listed = await get(WATCHER, WATCHER.name, 'RegisteredStatusNotifierItems');
    return [...listed.matchAll(/'([^'/]+)(\/[^']*)'/g)].map(([, name = '', path = '']) => ({ name, path }));
  };
  const item = async () => {
    const [first] = await items();
    if (!first) throw new Error('Nothing hangs in the tray.');
    return first;
  };
  const property = async (name: string) => get(await item(), 'org.kde.StatusNotifierItem', name);
  const menuOf = async () => ({
    name: (await item()).name,
    path: /objectpath '([^']+)'/.exec(await property('Menu'))?.[1] ?? '',
  });
  const dunst = (method: string, ...args: string[]) => call(DUNST, `org.dunstproject.cmd0.${method}`, ...args);

  const untilPanel = () => waitFor(() => answers(items()));
  try {
    await untilPanel();
    await waitFor(async () => (await dunst('Ping').catch(() => null)) !== null);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ env, items, property, close },
    closePanel: async () => {
      started.splice(started.indexOf(panel), 1);
      // Asked nicely, it waits for its plugins.
      await end(panel, 'SIGKILL');
      await waitFor(async () => !(await answers(items())));
    },
    openPanel: async () => {
      panel = begin('xfce4-panel', ['--disable-wm-check'], all);
      await untilPanel();
    },
    icon: async () => {
      const bytes = (await property('IconPixmap')).matchAll(/0x([0-9a-f]{2})/g);
      return Buffer.from([...bytes].map(([, hex]) => hex).join(''), 'hex');
    },
    menu: async () => lines(await call(await menuOf(), 'com.canonical.dbusmenu.GetLayout', '0', '-1', '@as []')),
    menuChanges: async (ms) => {
      const { name, path } = await menuOf();
      const told = spawn('gdbus', ['monitor', '--session', '--dest', name, '--object-path', path], { env: all });
      let said = '';
      told.stdout.on('data', (text: Buffer) => (said += text));
      await new Promise((resolve) => setTimeout(resolve, ms));
      await end(told);
      return [...said.matchAll(/LayoutUpdated/g)].length;
    },
    click: async (id) =>
      void (await call(await menuOf(), 'com.canonical.dbusmenu.Event', `${id}`, 'clicked', '<0>', 'uint32 0')),
    pastNotices: () => dunst('NotificationListHistory'),
    shownNotices: async () =>
      Number(/uint32 (\d+)/.exec(await get(DUNST, 'org.dunstproject.cmd0', 'displayedLength'))?.[1]),
    closeNotices: async () => void (await dunst('NotificationCloseAll')),
    closeNotice: async () => void (await dunst('NotificationCloseLast')),
    clickNotice: async () => void (await dunst('NotificationAction', '0')),
  };
}

/** The answer of GetLayout, as gdbus prints it. */
function lines(layout: string): MenuLine[] {
  return [...layout.matchAll(/\((\d+), \{([^{}]*)\}/g)].flatMap(([, id, about = '']) => {
    const label = /'label': <'((?:[^'\\]|\\.)*)'>/.exec(about)?.[1];
    return label === undefined ? [] : [{ id: Number(id), label, enabled: !about.includes("'enabled': <false>") }];
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
