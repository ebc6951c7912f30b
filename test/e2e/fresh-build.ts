import { build } from '../../electron/dev/build.mjs';
import { openDisplay } from '../../electron/dev/display.mjs';
import { electronPath } from '../../electron/dev/electron.mjs';
import {
  setUpDesktop,
  setUpFakeClock,
  setUpKeyRing,
  setUpLoginManager,
  setUpPackaging,
} from '../../electron/dev/system.mjs';
import { WORKERS } from './workers.ts';

/**
 * Tests run what the sources say now, on a display: the machine's or virtual ones; some set the clock, keep secrets, need a
 * tray or a system that goes down.
 */
export default async function setup(): Promise<() => void> {
  if (electronPath() === null) throw new Error('There is no Electron yet. Run npm run setup.');
  await build();
  await setUpFakeClock();
  await setUpKeyRing();
  await setUpDesktop();
  await setUpLoginManager();
  if (process.env.CI !== undefined) await setUpPackaging();
  const displays = await Promise.all(Array.from({ length: WORKERS }, openDisplay));
  if (displays[0]?.virtual) process.env.BELFRY_TEST_DISPLAYS = displays.map(({ env }) => env.DISPLAY).join(' ');
  return () => {
    for (const { close } of displays) close();
  };
}
