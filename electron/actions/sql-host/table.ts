import type { RowSink, Value } from './connection.ts';

/** Rows looked at before widths are settled; from then on rows go out as they come. */
const SAMPLE = 100;
const CELL_LIMIT = 60;
/** Text is handed on in pieces of about this many characters. */
const PIECE = 32 * 1024;

export type Write = (text: string) => Promise<void> | void;

/** Prints rows as an aligned table, holding no more than its first rows and one piece of text. */
export class Table implements RowSink {
  count = 0;
  private names: string[] = [];
  private sample: Value[][] | null = [];
  private widths: number[] = [];
  private right: boolean[] = [];
  private text = '';

  constructor(private readonly write: Write) {}

  /** Begins the rows of a statement; those before are another answer of the same one. */
  columns(names: string[]): void {
    if (this.names.length > 0) this.next();
    this.names = names.map((name) => cell(name));
  }

  row(values: Value[]): Promise<void> | void {
    this.count++;
    if (this.sample) {
      this.sample.push(values);
      return this.sample.length < SAMPLE ? undefined : this.begin();
    }
    this.text += this.line(values.map(cell));
    return this.text.length < PIECE ? undefined : this.flush();
  }

  private next(): void {
    if (this.sample) void this.begin();
    this.text += `${summary(this.count, true, null)}\n\n`;
    this.count = 0;
    this.sample = [];
  }

  /** Prints what is left. */
  async end(): Promise<void> {
    if (this.sample) await this.begin();
    await this.flush();
  }

  private begin(): Promise<void> | void {
    const sample = this.sample ?? [];
    this.sample = null;
    if (this.names.length === 0) return;
    const rows = sample.map((values) => values.map(cell));
    this.widths = this.names.map((name, at) => Math.max(size(name), ...rows.map((row) => size(row[at] ?? ''))));
    this.right = this.names.map((_, at) => sample.length > 0 && sample.every((values) => isNumber(values[at] ?? null)));
    this.text += this.line(this.names) + this.line(this.widths.map((width) => '-'.repeat(width)));
    for (const row of rows) this.text += this.line(row);
    return this.text.length < PIECE ? undefined : this.flush();
  }

  private line(cells: string[]): string {
    const padded = cells.map((text, at) => {
      const room = ' '.repeat(Math.max(0, (this.widths[at] ?? 0) - size(text)));
      return this.right[at] ? room + text : text + room;
    });
    return `${padded.join('  ').trimEnd()}\n`;
  }

  private async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (text) await this.write(text);
  }
}

const isNumber = (value: Value) => value === null || typeof value === 'number' || typeof value === 'bigint';
const size = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text.length : [...text].length);

/** One line of at most 60 characters. */
export function cell(value: Value): string {
  if (value === null) return 'NULL';
  const text = value instanceof Uint8Array ? blob(value) : String(value);
  const head = text.slice(0, 4 * CELL_LIMIT);
  const line = head.replace(/\p{Cc}/gu, (char) => ESCAPES[char] ?? '�');
  if (head.length === text.length && size(line) <= CELL_LIMIT) return line;
  return `${[...line].slice(0, CELL_LIMIT - 1).join('')}…`;
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function blob(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, CELL_LIMIT)).toString('hex');
  return `x'${shown}${bytes.length > CELL_LIMIT ? '…' : "'"}`;
}

/** What a statement did, for people. */
export function summary(rows: number, columns: boolean, changed: number | null): string {
  const count = (number: number, ending = '') => `${number} ${number === 1 ? 'row' : 'rows'}${ending}`;
  if (changed !== null) return count(changed, ' changed');
  return columns || rows > 0 ? count(rows) : 'Done';
}
