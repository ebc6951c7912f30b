import { refuse } from './findings.ts';

/** Values of each `Section.Key` of a unit, in order; an empty one takes back those before it. */
export type Unit = Map<string, string[]>;

export const all = (unit: Unit, key: string): string[] => unit.get(key) ?? [];
export const last = (unit: Unit, key: string): string | undefined => unit.get(key)?.at(-1);

/** The yes of systemd. */
export const isYes = (value: string | undefined): boolean => /^(1|y|yes|t|true|on)$/i.test(value ?? '');

const HEADER = /^# (?:.*\/)?([^/\s]+\.(?:timer|service))(?:\.d\/[^/\s]+\.conf)?\s*$/;

/** The units in a text: one, or several under lines such as `# backup.timer`, as `systemctl cat` writes them. */
export function readUnits(text: string, name: string): Map<string, Unit> {
  const units = new Map<string, Unit>();
  let current = name;
  let section = '';
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  for (const raw of lines) {
    const line = raw.trim();
    const header = line.length < 1000 ? HEADER.exec(line) : null;
    if (header) {
      current = header[1] as string;
      section = '';
    } else if (/^\[.*\]$/.test(line)) section = line.slice(1, -1);
    else if (line !== '' && !/^[#;]/.test(line)) put(units, current, section, line);
  }
  return units;
}

function put(units: Map<string, Unit>, name: string, section: string, line: string): void {
  const at = line.indexOf('=');
  if (at < 1) return;
  const unit = units.get(name) ?? new Map<string, string[]>();
  units.set(name, unit);
  const key = `${section}.${line.slice(0, at).trim()}`;
  const value = line.slice(at + 1).trim();
  unit.set(key, value === '' ? [] : [...(unit.get(key) ?? []), value]);
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
  a: '\x07',
};

/** Words with the quoting of systemd. `quoted` words are taken as they stand. @throws BelfryError for a quote left open */
export function unitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let mark = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '\\' && at + 1 < text.length) {
      const [value, length] = escaped(text.slice(at + 1, at + 10));
      word = (word ?? '') + value;
      at += length;
    } else if (mark !== '') {
      if (char === mark) mark = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      mark = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (mark !== '') throw refuse(`A quote is left open in “${text.slice(0, 60)}”.`);
  if (word !== null) words.push(word);
  return words;
}

function escaped(text: string): [value: string, length: number] {
  const code = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3}))/i.exec(text);
  const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? code[4] ?? '', code[4] ? 8 : 16) : 0;
  if (code && point > 0 && point <= 0x10ffff) return [String.fromCodePoint(point), code[0].length];
  const first = text[0] as string;
  return [ESCAPES[first] ?? `\\${first}`, 1];
}

/** What stands for itself: letters after `%`. */
export function fillSpecifiers(text: string, values: Record<string, string>): string {
  return text.replace(/%(.)/g, (_, letter: string) => {
    if (letter === '%') return '%';
    const value = values[letter];
    if (value === undefined) throw refuse(`%${letter} in “${text.slice(0, 60)}” is known to systemd only.`);
    return value;
  });
}

const UNITS: Record<string, number> = {
  ...{ us: 0.001, usec: 0.001, µs: 0.001, ms: 1, msec: 1 },
  ...{ '': 1000, s: 1000, sec: 1000, second: 1000, seconds: 1000 },
  ...{ m: 60_000, min: 60_000, minute: 60_000, minutes: 60_000 },
  ...{ h: 3_600_000, hr: 3_600_000, hour: 3_600_000, hours: 3_600_000 },
  ...{ d: 86_400_000, day: 86_400_000, days: 86_400_000, w: 604_800_000, week: 604_800_000, weeks: 604_800_000 },
  ...{ M: 2_629_800_000, month: 2_629_800_000, months: 2_629_800_000 },
  ...{ y: 31_557_600_000, year: 31_557_600_000, years: 31_557_600_000 },
};

/** A span such as `1h 30min` in ms; null = `infinity`. @throws BelfryError */
export function readSpan(text: string): number | null {
  if (/^infinity$/i.test(text.trim())) return null;
  let sum = 0;
  const rest = text.replace(/(\d+(?:\.\d+)?)\s*([a-zµ]*)\s*/gi, (_, count: string, unit: string) => {
    const size = UNITS[unit];
    if (size === undefined) throw refuse(`${text} is no span of time.`);
    sum += Number(count) * size;
    return '';
  });
  if (rest.trim() !== '' || text.trim() === '') throw refuse(`${text} is no span of time.`);
  return Math.round(sum);
}
