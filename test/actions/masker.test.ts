import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputStream } from '#contract/run.ts';
import { secretsOf } from './kept-secrets.ts';

const DOTS = '••••••';
const PEM = [
  '-----BEGIN PRIVATE KEY-----',
  ...[
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7',
    'VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNb',
  ],
  '-----END PRIVATE KEY-----',
].join('\n');

type Piece = [OutputStream, Uint8Array | string];

/** What comes out of each stream, and of both as they came. */
function masked(secrets: string[], pieces: Piece[]) {
  const parts: Record<OutputStream | 'both', Uint8Array[]> = { stdout: [], stderr: [], both: [] };
  const masker = secretsOf(Object.fromEntries(secrets.entries())).masker((stream, bytes) => {
    parts[stream].push(bytes);
    parts.both.push(bytes);
  });
  for (const [stream, bytes] of pieces) masker.write(stream, Buffer.from(bytes as string));
  masker.end();
  const text = (stream: OutputStream | 'both') => Buffer.concat(parts[stream]).toString();
  return { stdout: text('stdout'), stderr: text('stderr'), both: text('both') };
}

const out = (secrets: string[], ...texts: string[]) =>
  masked(
    secrets,
    texts.map((text): Piece => ['stdout', text]),
  ).stdout;

describe('a secret in output', () => {
  it('is dots, whole or in pieces', () => {
    expect(out(['hunter22'], 'pw=hunter22!\n')).toBe(`pw=${DOTS}!\n`);
    expect(out(['hunter22'], ...'pw=hunter22!\n')).toBe(`pw=${DOTS}!\n`);
    expect(out(['hunter22'], 'pw=hunt', 'er2 hunter2', '2')).toBe(`pw=hunter2 ${DOTS}`);
  });

  it('is found among others that begin alike, end alike or lie within', () => {
    expect(out(['abcd', 'abcdefgh', 'cdef'], 'xabcdefghx abcdex cdefx')).toBe(`x${DOTS}x ${DOTS}ex ${DOTS}x`);
    expect(out(['aaaa'], 'aaaaaaa b aaa')).toBe(`${DOTS} b aaa`);
  });

  it('is found however long it is, and only when it is whole', () => {
    const long = `https://example.test/hooks/${'k'.repeat(100)}/token`;
    expect(out([long], `POST ${long} 200`)).toBe(`POST ${DOTS} 200`);
    expect(out([long], ...`POST ${long}`, ...`${long} 200`)).toBe(`POST ${DOTS} 200`);
    expect(out([long], `GET https://example.test/hooks/${'k'.repeat(100)}/other`)).toContain('/other');
  });

  it('holds back no more than could begin a secret', () => {
    const seen: string[] = [];
    const masker = secretsOf({ A: 'hunter22' }).masker((_, bytes) => void seen.push(Buffer.from(bytes).toString()));
    masker.write('stdout', Buffer.from('Password: '));
    expect(seen.join('')).toBe('Password: ');
    masker.write('stdout', Buffer.from('hunt'));
    masker.write('stderr', Buffer.from('warning\n'));
    // Nothing of the other stream waits for it.
    expect(seen.join('')).toContain('warning\n');
    masker.write('stdout', Buffer.from('ing\n'));
    expect(seen.join('')).toContain('hunting\n');
    masker.end();
  });

  it('is dots when it is split between the streams, and when the other stream breaks in', () => {
    const split = masked(
      ['hunter22'],
      [
        ['stdout', 'pw hunt'],
        ['stderr', 'er22 ok'],
      ],
    );
    expect(split).toMatchObject({ stdout: `pw ${DOTS}`, stderr: `${DOTS} ok` });
    const broken = masked(
      ['hunter22'],
      [
        ['stdout', 'hunt'],
        ['stderr', 'noise '],
        ['stdout', 'er22'],
      ],
    );
    expect(broken).toMatchObject({ stdout: DOTS, stderr: 'noise ' });
  });

  it('is dots as JSON, in URLs, in a shell trace and as Base64 wherever it stands', () => {
    const secret = 'p"a/s\\s wörd+1\'x';
    const forms = [
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
    ];
    for (const form of forms) expect(out([secret], `<${form}>`), form).toBe(`<${DOTS}>`);
    expect(out([secret], `<${encodeURIComponent(secret).toLowerCase()}>`)).toBe(`<${DOTS}>`);
    const trace = spawnSync('bash', ['-xc', 'printf %s "$S" >/dev/null'], { env: { ...process.env, S: secret } });
    expect(out([secret], trace.stderr.toString())).toContain(DOTS);
    for (const prefix of ['', 'u', 'me', 'bob', 'user'])
      expect(out([secret], `Basic ${Buffer.from(`${prefix}:${secret}:x`).toString('base64')}`)).toContain(DOTS);
    expect(out([secret], Buffer.from(secret).toString('base64url'))).toContain(DOTS);
  });

  it('is dots line by line when it has lines, also as the base64 command wraps it', () => {
    const [, first = '', second = ''] = PEM.split('\n');
    expect(out([PEM], `${PEM}\n`)).toBe(`${DOTS}\n`);
    expect(out([PEM], `> ${first}\r\n> ${second}\r\n`)).toBe(`> ${DOTS}\r\n> ${DOTS}\r\n`);
    expect(out([PEM], JSON.stringify({ key: PEM }))).toBe(`{"key":"${DOTS}"}`);
    const wrapped = spawnSync('base64', { input: PEM }).stdout.toString();
    const left = out([PEM], wrapped).replaceAll(DOTS, '').replaceAll('\n', '');
    expect(left.length).toBeLessThan(8);
    // Everybody's keys begin like this.
    expect(out([PEM], '-----BEGIN PRIVATE KEY-----\nother\n')).toBe('-----BEGIN PRIVATE KEY-----\nother\n');
  });

  it('leaves bytes that are no text as they are', () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256);
    const parts: Uint8Array[] = [];
    const masker = secretsOf({ A: 'hunter22' }).masker((_, bytes) => void parts.push(bytes));
    masker.write('stdout', noise);
    masker.end();
    expect(Buffer.concat(parts).equals(Buffer.from(noise))).toBe(true);
  });

  it('is the same dots wherever the pieces are cut, and nothing else is lost', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'd');
    const word = (min: number, max: number) =>
      fc.array(letter, { minLength: min, maxLength: max }).map((all) => all.join(''));
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(word(4, 60), { minLength: 1, maxLength: 4 }), word(0, 400), cuts, (secrets, text, sizes) => {
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < text.length; at += sizes[turn++ % sizes.length] ?? 1)
          pieces.push(text.slice(at, at + (sizes[turn % sizes.length] ?? 1)));
        const cutText = pieces.join('');
        expect(out(secrets, ...pieces)).toBe(plainly(secrets, cutText));
      }),
      { numRuns: 500 },
    );
  });
});

/** The slow way: mark every occurrence, then write each run of marks as dots. */
function plainly(secrets: string[], text: string): string {
  const hidden = new Set<number>();
  // Letters alone have no other spelling, but Base64 of one may be letters.
  for (const secret of secrets)
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
      for (let index = at; index < at + secret.length; index++) hidden.add(index);
  return [...text].map((letter, at) => (!hidden.has(at) ? letter : hidden.has(at - 1) ? '' : DOTS)).join('');
}
