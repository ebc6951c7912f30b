import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { EXCHANGE_LIMIT, type ExchangeFormat, exchangeFormat } from '#contract/exchange.ts';
import { readExchange } from '#exchange/index.ts';
import { nameFrom, nameGiver } from '#exchange/names.ts';
import { decodeText, guessFormat } from '#exchange/texts.ts';
import { inZone } from './context.ts';

const utc = inZone('UTC');

/** What it holds, or the refusal; anything else would be a defect. */
function read(text: string, from: ExchangeFormat | null): string {
  try {
    const { jobs, notes } = readExchange(text, from, utc);
    return `${jobs.length} jobs, ${notes.map((note) => note.text).join(' ')}`;
  } catch (error) {
    if (error instanceof BelfryError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const plist = (inner: string, head = '') => `<?xml version="1.0"?>${head}<plist version="1.0">${inner}</plist>`;

describe('hostile texts', () => {
  it('cannot multiply by entities of XML', () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
    for (const from of ['launchd', 'task-scheduler'] as const) {
      const text =
        from === 'launchd'
          ? plist('<dict><key>Label</key><string>&b;</string></dict>', laughs)
          : `${laughs}<Task>&b;</Task>`;
      expect(read(text, from)).not.toMatch(/haha/);
    }
    const file = `<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    expect(
      read(
        plist(
          '<dict><key>Label</key><string>&x;</string><key>Program</key><string>a</string><key>RunAtLoad</key><true/></dict>',
          file,
        ),
        'launchd',
      ),
    ).not.toMatch(/root:/);
  });

  it('cannot multiply by aliases of YAML, nor nest for ever', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`),
    ].join('\n');
    expect(read(bomb, 'kubernetes')).toMatch(/not well-formed YAML/);
    expect(read('['.repeat(100_000), 'kubernetes')).toMatch(/too deeply/);
    expect(read('- '.repeat(100_000), 'kubernetes')).toMatch(/too deeply/);
    expect(read(Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), 'kubernetes')).toMatch(
      /too deeply/,
    );
    expect(read('a: &a\n  b: *a\n', 'kubernetes')).toMatch(/^invalid|no CronJob/);
  });

  it('cannot nest for ever in XML and JSON', () => {
    expect(read(plist(`${'<array>'.repeat(50_000)}${'</array>'.repeat(50_000)}`), 'launchd')).toMatch(/too deeply/);
    expect(read(`<Task>${'<a>'.repeat(50_000)}</Task>`, 'task-scheduler')).toMatch(/too deeply/);
    expect(read(`{"belfry":1,"jobs":${'['.repeat(500_000)}`, 'belfry')).toMatch(/too deeply/);
    expect(read(plist('<array/>'.repeat(30_000)), 'launchd')).toMatch(/too many/);
  });

  it('that are large come to an end', () => {
    const lines = '* * * * * x\n'.repeat(EXCHANGE_LIMIT / 12);
    expect(read(lines, 'crontab')).toMatch(/at most 2000 jobs/);
    for (const from of exchangeFormat.options) {
      for (const piece of [
        'a',
        ' ',
        '<',
        '# ',
        '\\',
        '"',
        '[Timer]\n',
        '<!--',
        '<Task',
        '<plist ',
        '%',
        '{',
        'OnCalendar=*\n',
        '<key>',
        '&#',
        'a: ',
      ])
        read(piece.repeat(200_000 / piece.length), from);
    }
  }, 60_000);

  it('that are binary are no text', () => {
    expect(decodeText(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]))).toBeNull();
    expect(decodeText(Uint8Array.from([0xc3, 0x28]))).toBeNull();
    expect(read('a\0b', 'crontab')).toBe('invalid: This is no text.');
    expect(read('\x01\x02', null)).toMatch(/which scheduler/);
  });

  it.each(exchangeFormat.options)('of any kind are refused in words, read as %s', (from) => {
    const word = fc.constantFrom(
      ...[
        '*',
        '* * * * * ',
        '@reboot ',
        '%',
        '~',
        '1-5',
        '/0',
        '\n',
        '[Timer]',
        '[Service]',
        'OnCalendar=',
        'ExecStart=',
        '"',
        "'",
        '\\',
      ],
      ...[
        '<plist>',
        '</plist>',
        '<dict>',
        '</dict>',
        '<key>Label</key>',
        '<Task>',
        '</Task>',
        '<Triggers>',
        '<Exec>',
        'kind: CronJob',
        'spec:',
        '  - ',
        '{',
        '}',
        '&a ',
        '*a',
      ],
      ...[
        '{"belfry":1,"jobs":[',
        ']}',
        '__proto__',
        'constructor',
        '\u202e',
        '💥',
        'CRON_TZ=',
        'ä',
        '99999999999999999999',
      ],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => void read(words.join(''), from)),
      { numRuns: 150 },
    );
  });
});

describe('names', () => {
  it('are one line of at most 100 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const name = nameFrom(text);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('are given once, without regard to case', () => {
    const give = nameGiver(['Backup', 'backup 2']);
    expect(['backup', 'BACKUP', 'x'].map(give)).toEqual(['backup 3', 'BACKUP 4', 'x']);
    expect(nameGiver(['a'.repeat(100)])('a'.repeat(100))).toBe(`${'a'.repeat(98)} 2`);
  });
});

it.each([
  ['crontab', '# x\n0 9 * * * run'],
  ['crontab', '@daily x'],
  ['systemd', '[Unit]\n[Timer]\n'],
  ['launchd', plist('')],
  ['task-scheduler', '<?xml?><Task version="1.2">'],
  ['kubernetes', 'apiVersion: batch/v1\nkind: CronJob\n'],
  ['belfry', '{"belfry":1}'],
  [null, 'dear all'],
])('tells %s by the text', (format, text) => {
  expect(guessFormat(text)).toBe(format);
});
