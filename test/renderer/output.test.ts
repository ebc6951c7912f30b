import { describe, expect, it } from 'vitest';
import type { OutputChunk } from '#contract/run.ts';
import { createPainter } from '../../renderer/history/ansi.ts';
import { OutputLog } from '../../renderer/history/output-log.ts';

const ESC = '\u001b';
const chunk = (seq: number, text: string, stream: OutputChunk['stream'] = 'stdout'): OutputChunk => ({
  attempt: 1,
  seq,
  at: seq * 10,
  stream,
  text,
});
const logOf = (...chunks: OutputChunk[]) => {
  const log = new OutputLog();
  log.append(chunks);
  return log;
};
const painted = (text: string) => createPainter()(text);

describe('ANSI colours', () => {
  it('become class names, ended by their own codes', () => {
    const { text, spans } = painted(`${ESC}[1;31mbad${ESC}[22m still${ESC}[0m fine`);
    expect(text).toBe('bad still fine');
    expect(spans).toEqual([
      { start: 0, end: 3, className: 'a-red a-bold' },
      { start: 3, end: 9, className: 'a-red' },
    ]);
  });

  it('carry over to the next line', () => {
    const paint = createPainter();
    paint(`${ESC}[32mone`);
    expect(paint('two').spans).toEqual([{ start: 0, end: 3, className: 'a-green' }]);
  });

  it.each([
    ['38;5;9', 'a-red'],
    ['38;5;46', 'a-green'],
    ['38;2;1;2;3', ''],
    ['38;2;90;90;255', 'a-blue'],
    ['38;2;255;165;0', 'a-yellow'],
    ['48;2;200;40;40', 'a-on-red'],
    ['48;5;1', 'a-on-red'],
    ['48;2;1;2;3', ''],
    ['103', 'a-on-yellow'],
    ['94', 'a-blue'],
  ])('of code %s are %s, and do not swallow what follows', (code, colour) => {
    expect(painted(`${ESC}[${code};3mx`).spans[0]?.className).toBe([colour, 'a-italic'].filter(Boolean).join(' '));
  });

  it('lie over the one beneath, and end by themselves', () => {
    const { spans } = painted(`${ESC}[41;37mone${ESC}[39mtwo${ESC}[49mthree`);
    expect(spans.map(({ className }) => className)).toEqual(['a-white a-on-red', 'a-on-red']);
  });

  it('leave nothing else of escapes and control characters', () => {
    expect(painted(`${ESC}]0;title\u0007a${ESC}[2Kb\u0000\bc${ESC}[?25l`).text).toBe('abc');
  });

  it('start a line over at a carriage return, also across chunks, but not at a line end', () => {
    expect(painted('10 %\r20 %').text).toBe('20 %');
    expect(painted('whole\r').text).toBe('whole');
    expect(logOf(chunk(0, '10 %\r'), chunk(1, '20 %\n')).lines.map(({ text }) => text)).toEqual(['20 %']);
  });
});

describe('the output log', () => {
  const texts = (log: OutputLog) => log.lines.map(({ text }) => text);

  it('joins a line that comes in pieces, with the other stream in between', () => {
    const log = logOf(chunk(0, 'one, '), chunk(1, 'error\n', 'stderr'), chunk(2, 'two\nthree'));
    expect(log.lines.map(({ text, stream, at }) => [text, stream, at])).toEqual([
      ['one, two', 'stdout', 0],
      ['error', 'stderr', 10],
      ['three', 'stdout', 20],
    ]);
  });

  it('keeps empty lines and ends no line twice', () => {
    expect(texts(logOf(chunk(0, 'a\n\nb\n'), chunk(1, '\n')))).toEqual(['a', '', 'b', '']);
  });

  it('passes over chunks it knows', () => {
    const log = logOf(chunk(0, 'a\n'), chunk(1, 'b\n'));
    expect(log.append([chunk(0, 'a\n'), chunk(1, 'b\n')])).toBe(false);
    expect(log.append([chunk(1, 'b\n'), chunk(2, 'c\n')])).toBe(true);
    expect(texts(log)).toEqual(['a', 'b', 'c']);
  });

  it('marks where the cap left something out, and joins nothing across it', () => {
    const log = logOf(chunk(0, 'head'), chunk(5, 'tail\nend\n'));
    expect(log.lines.map(({ text, afterGap }) => [text, afterGap])).toEqual([
      ['head', false],
      ['tail', true],
      ['end', false],
    ]);
  });

  it('paints both streams apart', () => {
    const log = logOf(chunk(0, `${ESC}[31mred\n`), chunk(1, 'plain\n', 'stderr'));
    expect(log.lines.map(({ spans }) => spans.length)).toEqual([1, 0]);
  });

  it('recognises an escape sequence that two chunks share', () => {
    const log = logOf(chunk(0, `a${ESC}[3`), chunk(1, '1mb\n'));
    expect(log.lines[0]).toMatchObject({ text: 'ab', spans: [{ start: 1, end: 2, className: 'a-red' }] });
  });
});
