import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { imageName, onDark } from '#desktop/tray-image.ts';

const images = fileURLToPath(new URL('../../resources/tray', import.meta.url));

describe('the picture in the tray', () => {
  it.each([
    ['linux', 'GNOME', false, undefined, true],
    ['linux', 'XFCE', false, undefined, true],
    ['linux', undefined, false, undefined, true],
    ['linux', 'KDE', false, undefined, false],
    ['linux', 'KDE', true, undefined, true],
    ['linux', 'ubuntu:MATE', false, undefined, false],
    // The window may be dark, and so may the applications; the task bar is what counts.
    ['win32', undefined, true, false, false],
    ['win32', undefined, false, true, true],
    ['win32', undefined, true, undefined, true],
  ] as const)('%s, %s: system dark %s, task bar dark %s', (platform, desktop, systemIsDark, taskbarIsDark, dark) => {
    expect(onDark({ platform, desktop, systemIsDark, taskbarIsDark })).toBe(dark);
  });

  it('is there for each state, system and ground', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      for (const icon of ['idle', 'running', 'paused', 'attention'] as const)
        for (const dark of [true, false]) {
          const name = imageName(platform, icon, dark);
          expect(existsSync(`${images}/${name}`), name).toBe(true);
        }
  });
});
