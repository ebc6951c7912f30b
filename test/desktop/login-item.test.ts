import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { tempFolder } from '../support/temp.ts';

// The module also holds the calls for macOS and Windows; Electron is not there in a test of files.
vi.mock('electron', () => ({ app: {} }));
const { autostart } = await import('#desktop/login-item.ts');

const fileIn = async () => join(await tempFolder(), 'autostart', 'belfry.desktop');

describe('starting with the computer, on Linux', () => {
  it('is a file that comes and goes', async () => {
    const item = autostart(await fileIn(), ['/opt/Belfry/belfry', '--hidden']);
    expect(item.isOn()).toBe(false);
    await item.set(true);
    expect(item.isOn()).toBe(true);
    await item.set(false);
    expect(item.isOn()).toBe(false);
    await item.set(false);
  });

  it('is off when the desktop switched it off', async () => {
    const file = await fileIn();
    const item = autostart(file, ['/opt/Belfry/belfry', '--hidden']);
    await item.set(true);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled=false'));
    expect(item.isOn()).toBe(false);
    await writeFile(file, `${text}Hidden=true\n`);
    expect(item.isOn()).toBe(false);
  });

  it('quotes what starts Belfry as the specification asks', async () => {
    const file = await fileIn();
    await autostart(file, ['/opt/a "b" $c/100%', '--data', '/x\\y']).set(true);
    const exec = /^Exec=(.*)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    expect(exec).toBe('"/opt/a \\\\"b\\\\" \\\\$c/100%%" "--data" "/x\\\\\\\\y"');
    // After the escaping of strings and field codes is undone, a shell reads the same words.
    const line = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%');
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
    expect(words.trimEnd().split('\n')).toEqual(['/opt/a "b" $c/100%', '--data', '/x\\y']);
  });
});
