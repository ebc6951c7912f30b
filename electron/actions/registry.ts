import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MACHINE = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const USER = 'HKCU\\Environment';

/** The environment that a program started now would get on Windows: what the registry says, over what Belfry has. */
export async function registryEnvironment(
  own: Record<string, string>,
  timeoutMs: number,
): Promise<Record<string, string>> {
  const line = `chcp 65001>nul & reg query "${MACHINE}" & reg query "${USER}"`;
  const { stdout } = await promisify(execFile)('cmd.exe', ['/d', '/s', '/c', `"${line}"`], {
    ...{ windowsHide: true, windowsVerbatimArguments: true, timeout: timeoutMs, encoding: 'utf8' },
  });
  return merge(own, parseRegistry(stdout));
}

/** The values under one key of the registry. */
interface Key {
  name: string;
  values: { name: string; expand: boolean; text: string }[];
}

/** Reads what `reg query` prints: a line for each key, then its values, each after four blanks. */
export function parseRegistry(printed: string): Key[] {
  const keys: Key[] = [];
  for (const line of printed.split(/\r?\n/)) {
    if (/^HKEY_/.test(line)) keys.push({ name: line.trim(), values: [] });
    const [, name, type, text] = /^ {4}(.+?) {4}(REG_SZ|REG_EXPAND_SZ) {4}(.*)$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) keys.at(-1)?.values.push({ name, expand: type !== 'REG_SZ', text });
  }
  return keys;
}

/** As Windows does it when someone logs in: the user's values over the machine's, the two PATHs one after the other. */
export function merge(own: Record<string, string>, keys: Key[]): Record<string, string> {
  const result = new Map(Object.entries(own).map(([name, value]) => [name.toUpperCase(), { name, value }]));
  const joined = new Map<string, string>();
  for (const key of keys) {
    const isMachine = key.name.startsWith('HKEY_LOCAL_MACHINE');
    // Plain values first: others are made of them.
    for (const { name, expand, text } of [...key.values].sort((a, b) => Number(a.expand) - Number(b.expand))) {
      const id = name.toUpperCase();
      // The machine's is that of its services.
      if (isMachine && id === 'USERNAME') continue;
      const value = expand ? expanded(text, result) : text;
      const before = id === 'PATH' ? joined.get(id) : undefined;
      const whole = before ? `${before.replace(/;+$/, '')};${value}` : value;
      joined.set(id, whole);
      result.set(id, { name: result.get(id)?.name ?? name, value: whole });
    }
  }
  return Object.fromEntries([...result.values()].map(({ name, value }) => [name, value]));
}

/** An unknown name stays as it is written. */
const expanded = (text: string, known: Map<string, { value: string }>) =>
  text.replace(/%([^%]+)%/g, (whole, name: string) => known.get(name.toUpperCase())?.value ?? whole);
