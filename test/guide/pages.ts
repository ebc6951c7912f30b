import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = 'resources/guide';

/** The README and the pages of the guide, by their path in the repository. */
export const pages: readonly string[] = [
  'README.md',
  'resources/CHANGELOG.md',
  ...readdirSync(join(ROOT, GUIDE))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${GUIDE}/${name}`),
];

export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export interface Table {
  head: string[];
  rows: string[][];
}

/** The tables of a page, cells without their backticks. */
export function tablesOf(page: string): Table[] {
  const found: Table[] = [];
  let table: string[][] = [];
  for (const line of [...readPage(page).split('\n'), '']) {
    if (line.startsWith('|')) table.push(cellsOf(line));
    else if (table.length > 0) {
      const [head = [], , ...rows] = table;
      found.push({ head, rows });
      table = [];
    }
  }
  return found;
}

/** Tables whose heading begins with these cells; there must be some. */
export function tablesWith(page: string, ...head: string[]): string[][] {
  const found = tablesOf(page).filter((table) => head.every((cell, at) => table.head[at]?.startsWith(cell)));
  if (found.length === 0) throw new Error(`${page} has no table with ${head.join(', ')}.`);
  return found.flatMap(({ rows }) => rows);
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\||\|$/g, '');
  return inner.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replaceAll('\\|', '|')
      .replace(/`([^`]*)`/g, '$1'),
  );
}

export interface Block {
  /** What stands behind the fence; empty for indented blocks. */
  language: string;
  text: string;
  /** The last line of prose before it. */
  before: string;
}

/** The blocks of code of a page, fenced or indented. */
export function blocksOf(page: string): Block[] {
  const lines = readPage(page).split('\n');
  const found: Block[] = [];
  let before = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const fence = /^```(\w*)$/.exec(line);
    const taken = fence
      ? until(lines, at + 1, (one) => one === '```')
      : until(lines, at, (one) => !/^ {4,}\S/.test(one));
    if (fence || taken > at) {
      const text = lines.slice(fence ? at + 1 : at, taken).map((one) => (fence ? one : one.slice(4)));
      found.push({ language: fence?.[1] ?? '', text: text.join('\n'), before });
      at = fence ? taken : taken - 1;
    } else if (line.trim() !== '') before = line;
  }
  return found;
}

function until(lines: string[], from: number, ends: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !ends(lines[at] as string)) at++;
  return at;
}
