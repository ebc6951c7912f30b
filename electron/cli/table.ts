/** Characters that move the cursor, colour the terminal or reorder text. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** Text of others on one line of ours. */
export const plain = (text: string): string => text.replace(/\s*[\r\n\t]+\s*/g, ' ').replace(UNPRINTABLE, '�');

/** Aligned columns; on a terminal no wider than it. */
export function table(
  heads: string[],
  rows: string[][],
  terminal: number | undefined = process.stdout.columns,
): string {
  const cells = [heads, ...rows.map((row) => row.map(plain))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => size(row[column]))));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - size(cell)))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => cut(line, terminal)).join('\n');
}

/** `name  value` lines, without those that have nothing to say. */
export function facts(entries: [string, string | null | undefined][]): string {
  const said = entries.filter((entry): entry is [string, string] => Boolean(entry[1]));
  const width = Math.max(...said.map(([name]) => name.length));
  return said.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join('\n');
}

const size = (text = '') => [...text].length;

function cut(line: string, width: number | undefined): string {
  return width && size(line) > width ? `${[...line].slice(0, width - 1).join('')}…` : line;
}
