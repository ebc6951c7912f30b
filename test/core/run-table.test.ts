import { describe, expect, it } from 'vitest';
import { CSV_HEAD, csvField, csvRow } from '#core/run-table.ts';
import { aRun } from '../renderer/samples.ts';

describe('the history as a table', () => {
  it('quotes what would break it', () => {
    expect(csvField('plain')).toBe('plain');
    expect(csvField('a, b')).toBe('"a, b"');
    expect(csvField('He said "no"\nand left')).toBe('"He said ""no""\nand left"');
    expect(csvField(null)).toBe('');
    expect(csvField(-3)).toBe('-3');
  });

  it('lets no spreadsheet compute what a job has printed', () => {
    for (const text of ['=1+2', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1'])
      expect(csvField(text).replaceAll('"', '').startsWith("'")).toBe(true);
    expect(csvField('=HYPERLINK("http://x.test","y")')).toBe(`"'=HYPERLINK(""http://x.test"",""y"")"`);
    expect(csvField('exit 1 - no answer')).toBe('exit 1 - no answer');
  });

  it('has as many fields as its head in every line', () => {
    const line = csvRow(aRun({ id: 7, job: 'Docs', dueAt: Date.UTC(2026, 9, 23), error: null }));
    expect(line.endsWith('\r\n')).toBe(true);
    expect(line.split(',')).toHaveLength(CSV_HEAD.split(',').length);
    expect(line).toContain('7,Docs,success,schedule,,2026-10-23T00:00:00.000Z,');
  });
});
