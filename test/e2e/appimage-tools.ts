import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../support/temp.ts';

/** Bytes before the squashfs. */
const HEAD = 4096;

/**
 * What an AppImage starts with, where the real runtime cannot be had: unpacks what is behind it instead of mounting it, and
 * tells the application what the real one tells. As root it switches off Chromium's sandbox, which refuses to run then.
 */
const RUNTIME = `#!/bin/sh
if [ "\${1:-}" = --appimage-extract ]; then
  exec unsquashfs -f -n -q -d squashfs-root -o ${HEAD} "$0"
fi
APPIMAGE=$(readlink -f "$0")
APPDIR=$(mktemp -d)/app
export APPIMAGE APPDIR
unsquashfs -n -q -d "$APPDIR" -o ${HEAD} "$APPIMAGE" >/dev/null || exit 1
[ "$(id -u)" != 0 ] || set -- --no-sandbox "$@"
exec "$APPDIR/AppRun" "$@"
`;

/** A folder as electron-builder loads it from its release server, with this machine's tools and a runtime that stands in. */
export async function appImageTools(): Promise<string> {
  const folder = await tempFolder();
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  for (const tool of ['mksquashfs', 'desktop-file-validate']) await symlink(`/usr/bin/${tool}`, join(folder, tool));
  await mkdir(join(folder, 'lib', arch), { recursive: true });
  await mkdir(join(folder, 'runtimes'));
  const runtime = join(folder, 'runtimes', `runtime-${arch}`);
  await writeFile(runtime, RUNTIME.padEnd(HEAD, '\n'));
  await chmod(runtime, 0o755);
  return folder;
}
