import { net, powerMonitor } from 'electron';
import type { Surroundings } from '#core/ports.ts';

/** What the desktop knows of power, network and the person in front of it. */
export const surroundings: Surroundings = {
  onMains: () => !powerMonitor.isOnBatteryPower(),
  online: () => net.isOnline(),
  idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
};
