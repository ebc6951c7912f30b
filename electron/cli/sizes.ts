import { UsageError } from './failure.ts';

const UNITS: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gib: 1024 ** 3,
};

/** `1MB`, `512 KiB`, `65536` as bytes; refuses with the option's name. */
export function readSize(text: string, option: string): number {
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * (UNITS[unit?.toLowerCase() ?? ''] ?? Number.NaN));
  if (!bytes) throw new UsageError(`Give --${option} a size such as 512KiB, 1MB or 65536.`, option);
  return bytes;
}

const NAMES = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** "840 bytes", "3.2 MB". */
export function sizeText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), 4);
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${NAMES[power]}`;
}
