import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { tempFolder } from '../support/temp.ts';

vi.mock('electron', () => ({ app: {} }));
const { whyNoUpdates } = await import('#desktop/updates.ts');

/** The resources of a package; each file is empty but for what is given. */
async function resourcesWith(files: Record<string, string>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}
const withAddress = { 'app-update.yml': 'provider: generic' };

describe('which packages update themselves', () => {
  it.each([
    ['an AppImage', 'linux', { APPIMAGE: '/home/me/Belfry.AppImage' }, withAddress, null],
    ['the Windows installer', 'win32', {}, withAddress, null],
    ['the macOS application', 'darwin', {}, withAddress, null],
    ['a deb', 'linux', {}, { ...withAddress, 'package-type': 'deb' }, /system/],
    ['an rpm', 'linux', {}, { ...withAddress, 'package-type': 'rpm' }, /system/],
    ['an unpacked folder', 'linux', {}, withAddress, /unpacked by hand/],
    ['a deb without an address', 'linux', {}, {}, /without an address/],
    ['the portable one', 'win32', { PORTABLE_EXECUTABLE_DIR: 'C:\\tools' }, withAddress, /portable/],
    ['a package without an address', 'linux', { APPIMAGE: '/home/me/Belfry.AppImage' }, {}, /without an address/],
  ] as const)('%s', async (_name, platform, env, files, why) => {
    const resources = await resourcesWith(files);
    const told = whyNoUpdates({ ...env }, { platform, isPackaged: true, resources });
    if (why === null) expect(told).toBeNull();
    else expect(told).toMatch(why);
  });

  it('a checkout does not', async () => {
    const resources = await resourcesWith(withAddress);
    expect(whyNoUpdates({}, { platform: 'darwin', isPackaged: false, resources })).toMatch(/source code/);
  });
});
