import { net, powerMonitor } from 'electron';
import type { Surroundings } from '#core/ports.ts';
import { onLinuxMains } from './mains.ts';
import { createMetered } from './metered.ts';
import { atMostEach } from './seldom.ts';

/** What the desktop knows of power, network and the person in front of it. */
export const surroundings: Surroundings = {
  onMains:
    process.platform === 'linux' ? atMostEach(1000, () => onLinuxMains()) : () => !powerMonitor.isOnBatteryPower(),
  online: () => net.isOnline(),
  ...createMetered(),
  idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
};
