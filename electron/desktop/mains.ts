import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux lists what feeds the computer. */
const SUPPLIES = '/sys/class/power_supply';

/**
 * Whether a Linux computer runs on mains power, by the kernel's list (Documentation/ABI/testing/sysfs-class-power): Electron
 * does not know it there. What cannot be read counts as mains.
 */
export function onLinuxMains(folder = SUPPLIES): boolean {
  const supplies = namesIn(folder).map((name) => (field: string) => wordIn(join(folder, name, field)));
  // Batteries of mice and the like feed no computer.
  const ours = supplies.filter((read) => read('scope') !== 'Device');
  const chargers = ours.filter((read) => read('type') !== 'Battery' && read('online') !== '');
  if (chargers.some((read) => read('online') !== '0')) return true;
  // Asked last: some batteries take their time to answer.
  const states = ours.filter((read) => read('type') === 'Battery').map((read) => read('status'));
  if (states.length === 0 || states.includes('Charging')) return true;
  return chargers.length === 0 && !states.includes('Discharging');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function wordIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
