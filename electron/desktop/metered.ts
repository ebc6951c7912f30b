import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import type { Surroundings } from '#core/ports.ts';
import { busCall } from './message-bus.ts';
import { atMostEach } from './seldom.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;

/** Asks the system whether its network is metered; rejects where it does not tell. */
export type AskMetered = () => Promise<boolean>;

interface Source {
  ask: AskMetered;
  /** After this long an answer still holds, and is asked for again (ms): a PowerShell costs a second of work. */
  freshMs: number;
}

/** Of each system that tells; macOS has no word for it that a program may ask. */
const SOURCES: Partial<Record<NodeJS.Platform, Source>> = {
  linux: { ask: askNetworkManager, freshMs: 10_000 },
  win32: { ask: askWindows, freshMs: 120_000 },
};

const NETWORK = {
  bus: 'system',
  name: 'org.freedesktop.NetworkManager',
  path: '/org/freedesktop/NetworkManager',
} as const;

/** NMMetered of NetworkManager's D-Bus reference: 1 is yes, 3 a yes that it guesses, as for a phone's hot spot. */
async function askNetworkManager(): Promise<boolean> {
  const said = await busCall(NETWORK, 'org.freedesktop.DBus.Properties.Get', NETWORK.name, 'Metered');
  return /uint32 [13]\b/.test(said);
}

// Only the PowerShell that Windows comes with still knows types of the Windows Runtime.
const COST = [
  '$ErrorActionPreference = "Stop"',
  '$info = [Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType = WindowsRuntime]',
  '$connection = $info::GetInternetConnectionProfile()',
  'if ($connection) { $cost = $connection.GetConnectionCost(); "$($cost.NetworkCostType) $($cost.Roaming)" }',
].join('; ');

async function askWindows(): Promise<boolean> {
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', COST], {
    ...{ windowsHide: true, timeout: TIMEOUT_MS },
  });
  return isCostly(stdout);
}

/** What Windows says of its connection: `Fixed` and `Variable` cost beyond a volume or by the byte. */
export const isCostly = (said: string): boolean => /^\s*(Fixed|Variable)\b|\bTrue\b/.test(said);

/** After this long nothing is known any more (ms). */
const STALE_MS = 10 * 60_000;

/** Names and addresses of what this computer is connected with. */
const connections = () =>
  Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => addresses?.map(({ address }) => `${name} ${address}`) ?? [])
    .join('\n');

/**
 * Whether the network is metered, asked for only when somebody wants to know: an answer holds for a while, and only on the
 * network it was given on. Where the system does not tell, no network is.
 */
export function createMetered(
  source: Source | null = SOURCES[process.platform] ?? null,
  network: () => string = atMostEach(1000, connections),
  now: () => number = Date.now,
): Pick<Surroundings, 'metered' | 'onTold'> {
  const listeners: (() => void)[] = [];
  let told: { metered: boolean; at: number; network: string } | null = null;
  let isAsking = false;

  const find = async (): Promise<void> => {
    if (!source || isAsking) return;
    isAsking = true;
    const here = network();
    const metered = await source.ask().catch(() => false);
    told = { metered, at: now(), network: here };
    isAsking = false;
    for (const listener of listeners) listener();
  };

  return {
    metered: () => {
      if (!source) return false;
      // Of either sign: the clock may be set back.
      const age = told?.network === network() ? Math.abs(now() - told.at) : Number.POSITIVE_INFINITY;
      if (age > source.freshMs) void find();
      return told && age <= STALE_MS ? told.metered : null;
    },
    onTold: (listener) => void listeners.push(listener),
  };
}
