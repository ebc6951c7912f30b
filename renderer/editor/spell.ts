import { agree } from '../ui/text.ts';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const NAMES: Record<string, keyof typeof UNITS> = {
  sec: 's',
  second: 's',
  min: 'm',
  minute: 'm',
  hr: 'h',
  hour: 'h',
  day: 'd',
};
const SPELLED: [string, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Reads "30 minutes", "1 h 30 m", "90s" as ms; null when it is no duration. */
export function readDuration(text: string): number | null {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g),
  ];
  if (parts.length === 0 || text.replace(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi, '').trim() !== '') return null;
  let ms = 0;
  for (const [, count = '', name = ''] of parts) {
    const unit = UNITS[name] ?? UNITS[NAMES[name.replace(/s$/, '')] ?? ''];
    if (unit === undefined) return null;
    ms += Number(count) * unit;
  }
  return Math.round(ms);
}

/** Ms in full words that readDuration understands: "1 hour 30 minutes". */
export function spellDuration(ms: number): string {
  let rest = ms;
  const parts: string[] = [];
  for (const [name, unit] of SPELLED) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${agree(count, name, `${name}s`)}`);
  }
  if (rest > 0 || parts.length === 0) parts.push(`${rest} ms`);
  return parts.join(' ');
}
