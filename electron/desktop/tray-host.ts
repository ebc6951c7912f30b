import { busCall, ownerOf, processOf } from './message-bus.ts';

const HOST = 'org.kde.StatusNotifierWatcher';
/** A start is left alone for so long (ms). */
const FIRST_MS = 3_000;
/** How often it is looked for a first host, and for another one than before (ms). */
const SOON_MS = 5_000;
const LATER_MS = 60_000;

export interface TrayHosts {
  /** Whether it is known that nobody shows the icon. */
  readonly isMissing: boolean;
  end(): void;
}

/**
 * Tells of each host of tray icons that does not know Belfry's: a panel that came after Belfry, as when both start with the
 * session, or in the place of one that crashed. Electron asks once only, as the icon is made.
 */
export function watchTrayHosts(onStranger: () => void): TrayHosts {
  let known: string | null | undefined;
  let ended = false;
  let timer = setTimeout(() => void look(), FIRST_MS).unref();

  async function look(): Promise<void> {
    const host = await ownerOf(HOST);
    // Nobody can be asked: neither now nor later.
    if (host === undefined || ended) return;
    const isFirst = known === undefined;
    if (host !== null && host !== known && !(isFirst && (await hasOurs()))) onStranger();
    known = host;
    if (!ended) timer = setTimeout(() => void look(), host === null ? SOON_MS : LATER_MS).unref();
  }
  return {
    get isMissing() {
      return known === null;
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}

/** Whether the host has an icon of this process. */
async function hasOurs(): Promise<boolean> {
  const host = { name: HOST, path: '/StatusNotifierWatcher' };
  const property = 'RegisteredStatusNotifierItems';
  const items = await busCall(host, 'org.freedesktop.DBus.Properties.Get', HOST, property).catch(() => '');
  const owners = [...items.matchAll(/'([^'/]+)/g)].map(([, name = '']) => name);
  // The latest comes last, and is ours most likely.
  for (const owner of owners.reverse()) if ((await processOf(owner)) === process.pid) return true;
  return false;
}
