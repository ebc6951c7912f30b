import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader, TOO_LONG } from '#doors/lines.ts';

describe('LineReader', () => {
  it('finds the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'binary' }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(64), { minLength: 1 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const reader = new LineReader(1 << 20);
        const found: unknown[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const end = at + 1 + (cuts[turn % cuts.length] ?? 0);
          found.push(...reader.push(bytes.subarray(at, end)));
          at = end;
        }
        expect(found).toEqual(lines.map((text) => Buffer.from(text).toString()));
        expect(reader.rest()).toBeNull();
      }),
    );
  });

  it('says once that a line is too long, holds none of it, and goes on with the next', () => {
    const reader = new LineReader(10);
    expect(reader.push(Buffer.from('ok\n12345'))).toEqual(['ok']);
    expect(reader.push(Buffer.from('678901'))).toEqual([TOO_LONG]);
    expect(reader.held).toBe(0);
    expect(reader.push(Buffer.alloc(1000, 'x'))).toEqual([]);
    expect(reader.push(Buffer.from('xx\r\nnext\r\nend'))).toEqual(['next']);
    expect(reader.rest()).toBe('end');
  });
});
