import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import type { OutputChunk } from '#contract/run.ts';
import { wholeCharacters } from '#store/characters.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { tempFolder } from '../support/temp.ts';
import { addRun } from './runs.ts';

let store: OpenStore;
let run: number;

beforeEach(async () => {
  store = await openStore(await tempFolder());
  onTestFinished(() => store.close());
  const draft = jobDraft.parse({ name: 'a', action: { kind: 'command', run: { by: 'shell', line: 'x' } } });
  run = await addRun(store, (await store.jobs.create(draft, 1, null)).id, { status: 'running' });
});

const bytesOf = (chunks: OutputChunk[]) =>
  Buffer.concat(
    chunks.map(({ text, base64 }) => (base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64'))),
  );

async function print(bytes: Uint8Array, step: number, cap = 10 << 20, attempt = 1): Promise<OutputChunk[]> {
  const writer = store.output.open(run, attempt, cap, () => {});
  for (let from = 0; from < bytes.length; from += step) writer.write('stdout', bytes.subarray(from, from + step), from);
  await writer.close();
  return (await store.output.read(run, attempt, -1)).chunks;
}

describe('bytes of an output', () => {
  const binary = Buffer.from(Array.from({ length: 256 * 40 }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
  it.each([
    ['binary', binary],
    ['a byte order mark', Buffer.from('\uFEFFhello')],
    ['NULs', Buffer.from('a\0b\0\0c')],
    ['an unfinished character', Buffer.from('€').subarray(0, 2)],
    ['a lone tail byte', Buffer.from([0x41, 0x80, 0x80, 0x80, 0x80, 0x42])],
    ['overlong and surrogate forms', Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x80, 0x80, 0x80, 0x0a])],
    ['emoji without a line end', Buffer.from('👩‍👩‍👧‍👦'.repeat(9000))],
  ])('come back as they were: %s', async (_, bytes) => {
    for (const [attempt, step] of [1 << 20, 1021, 3, 1].entries()) {
      if (bytes.length > 5000 && step < 100) continue;
      expect(bytesOf(await print(bytes, step, 10 << 20, attempt + 1)).equals(bytes)).toBe(true);
    }
  });

  it('are shown as text, whole characters a piece, however they came', async () => {
    const text = 'naïve 日本語 𝄞 '.repeat(5000);
    const chunks = await print(Buffer.from(text), 4093);
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
    expect(chunks.every(({ base64 }) => base64 === undefined)).toBe(true);
    expect(chunks.length).toBeGreaterThan(2);
  });

  it('keep their cap in one endless line', async () => {
    const chunks = await print(Buffer.alloc(3_000_000, 'x'), 65_536, 200_000);
    expect(bytesOf(chunks).length).toBeLessThanOrEqual(200_000);
    expect(bytesOf(chunks).length).toBeGreaterThan(150_000);
    expect((await store.runs.get(run))?.run).toMatchObject({
      outputBytes: 3_000_000,
      outputDropped: 3_000_000 - bytesOf(chunks).length,
    });
  });
});

describe('whole characters', () => {
  it.each([
    ['', 0],
    ['61', 1],
    ['61c3', 1],
    ['61c3a9', 3],
    ['e282', 0],
    ['e282ac', 3],
    ['f09d84', 0],
    ['f09d849e', 4],
    ['808080', 3],
    ['ff', 1],
    ['61f8', 2],
  ])('end 0x%s at %i', (hex, whole) => {
    expect(wholeCharacters(Buffer.from(hex, 'hex'))).toBe(whole);
  });
});

describe('ranges', () => {
  it('come from either end, up to a size, and say whether there is more', async () => {
    const writer = store.output.open(run, 1, 10 << 20, () => {});
    for (let at = 0; at < 100; at++)
      writer.write(at % 2 ? 'stderr' : 'stdout', Buffer.from(String(at).padStart(10)), at);
    await writer.close();
    const seqs = async (afterSeq: number, range: object) => {
      const { chunks, more } = await store.output.read(run, 1, afterSeq, range);
      return [chunks[0]?.seq, chunks.at(-1)?.seq, chunks.length, more];
    };
    expect(await seqs(-1, { limitBytes: 100 })).toEqual([0, 9, 10, true]);
    expect(await seqs(-1, { limitBytes: 100, from: 'end' })).toEqual([90, 99, 10, true]);
    expect(await seqs(89, { limitBytes: 100 })).toEqual([90, 99, 10, false]);
    expect(await seqs(9, { beforeSeq: 20 })).toEqual([10, 19, 10, false]);
    expect(await seqs(9, { beforeSeq: 30, from: 'end', limitBytes: 55 })).toEqual([25, 29, 5, true]);
    // Never nothing while there is something: a reader would not get on.
    expect(await seqs(-1, { limitBytes: 1 })).toEqual([0, 0, 1, true]);
    expect(await seqs(99, {})).toEqual([undefined, undefined, 0, false]);
  });
});

describe('a store that cannot follow', () => {
  it('makes the job wait, and takes all of it', async () => {
    const writer = store.output.open(run, 1, 256 << 20, () => {});
    const part = Buffer.alloc(1 << 20, 'line\n');
    let waits = 0;
    for (let at = 0; at < 40; at++) {
      writer.write('stdout', part, at * 10);
      const backlog = writer.backlog();
      if (backlog) waits++;
      await backlog;
    }
    expect(waits).toBeGreaterThan(1);
    expect(await writer.close()).toEqual({ bytes: 40 << 20, dropped: 0 });
    const { chunks } = await store.output.read(run, 1, -1);
    expect(bytesOf(chunks).length).toBe(40 << 20);
  });
});
