import type { ExchangeFile, ExchangeFormat } from '#contract/exchange.ts';

/** Text of a file: UTF-8, or UTF-16 by its mark, as Windows writes tasks. What is neither is no text: null. */
export function decodeText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** Files of one kind as one text, each under its name, as its format is read. */
export function joinFiles(from: ExchangeFormat, files: readonly ExchangeFile[]): string {
  const [only] = files;
  if (files.length === 1 && only && from !== 'systemd') return only.text;
  switch (from) {
    case 'systemd':
      return files.map(({ name, text }) => `# ${name}\n${text}\n`).join('\n');
    case 'launchd':
    case 'task-scheduler':
      return files.map(({ name, text }) => `<!-- ${plainName(name)} -->\n${text}\n`).join('\n');
    case 'kubernetes':
      return files.map(({ text }) => text).join('\n---\n');
    default:
      return files.map(({ text }) => text).join('\n');
  }
}

const plainName = (name: string) => name.replace(/\.(plist|xml)$/, '').replaceAll('--', '- -');

/** Which files of a folder a format is made of. */
export const FILES_OF: Record<ExchangeFormat, RegExp> = {
  crontab: /^[^.~#][^.~]*$|\.(cron|crontab)$/,
  systemd: /\.(timer|service)$/,
  launchd: /\.plist$/,
  'task-scheduler': /\.xml$/i,
  kubernetes: /\.ya?ml$/,
  belfry: /\.json$/,
};

/** The format of a text, told by what is in it; null where nothing tells. */
export function guessFormat(text: string, name = ''): ExchangeFormat | null {
  const head = text.slice(0, 200_000);
  if (/^\s*\{/.test(head) && /"belfry"\s*:/.test(head)) return 'belfry';
  if (/<plist[\s>]/.test(head) || head.startsWith('bplist')) return 'launchd';
  if (/<Tasks?[\s>]/.test(head)) return 'task-scheduler';
  if (/^[ \t]{0,100}(?:- {1,10})?kind:[ \t]{0,10}["']?CronJob/m.test(head) || /"kind"\s*:\s*"CronJob"/.test(head))
    return 'kubernetes';
  if (/^\[(Timer|Service)\]\s*$/m.test(head)) return 'systemd';
  const entry = /^[ \t]{0,20}-?(?:@[a-z_]{1,20}|[\d*]\S{0,99}(?:[ \t]{1,20}\S{1,100}){4})[ \t]{1,20}\S/m;
  return entry.test(head) || /cron/.test(name) ? 'crontab' : null;
}
