/** A column: its head, what it shows of a row, and whether smaller is better and compared with Belfry. */
export interface Column<Row> {
  head: string;
  of: (row: Row) => number | string | boolean | null | undefined;
  compared?: boolean;
}

/** Prints rows under a title; a compared number is followed by how many times Belfry's it is. */
export function printTable<Row extends { name: string }>(
  title: string,
  rows: Row[],
  columns: Column<Row>[],
  /** Rows of the same key are compared. */
  keyOf: (row: Row) => unknown = () => 0,
): void {
  const own = (row: Row) => rows.find((other) => other.name === 'belfry' && keyOf(other) === keyOf(row));
  const cells = rows.map((row) => [
    row.name,
    ...columns.map(({ of, compared }) => {
      const value = of(row);
      const base = compared && row.name !== 'belfry' ? of(own(row) ?? row) : undefined;
      const times = typeof value === 'number' && typeof base === 'number' && base > 0 ? ` ×${short(value / base)}` : '';
      return show(value) + times;
    }),
  ]);
  const heads = ['', ...columns.map(({ head }) => head)];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((line) => (line[at] as string).length)));
  const line = (texts: string[]) =>
    texts.map((text, at) => (at === 0 ? text.padEnd(widths[0] as number) : text.padStart((widths[at] as number) + 2)));
  console.log(`\n${title}\n`);
  for (const texts of [heads, ...cells]) console.log(line(texts).join(''));
}

function show(value: number | string | boolean | null | undefined): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? short(value) : value;
}

const short = (value: number) => (value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value)));
