import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { cron, draft, inZone, kinds } from './context.ts';

const mac = inZone('Europe/Paris', { home: '/Users/ana', shell: '/bin/zsh' });
const plist = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${body}</dict></plist>`;
const PROGRAM =
  '<key>ProgramArguments</key><array><string>/bin/sh</string><string>-c</string><string>a &amp;&amp; b &lt; c</string></array>';
const at = (keys: string) => `<dict>${keys.replace(/(\w+)=(\d+)/g, '<key>$1</key><integer>$2</integer>')}</dict>`;
const read = (body: string) => readExchange(plist(body), 'launchd', mac);
const calendar = (dicts: string) =>
  read(`<key>Label</key><string>x</string>${PROGRAM}<key>StartCalendarInterval</key>${dicts}`);

describe('launch agents', () => {
  it('become jobs with program, environment and triggers', () => {
    const { jobs, notes } = read(`
      <key>Label</key><string>com.example.sync</string>
      <!-- a comment -->
      ${PROGRAM}
      <key>EnvironmentVariables</key><dict><key>LANG</key><string>de_DE.UTF-8</string></dict>
      <key>StartInterval</key><integer>900</integer>
      <key>RunAtLoad</key><true/>
      <key>WatchPaths</key><array><string>/etc/hosts</string></array>
      <key>StandardOutPath</key><string>/tmp/out.log</string>
      <key>KeepAlive</key><true/>
      <key>Disabled</key><true/>`);
    expect(jobs[0]).toMatchObject({
      name: 'com.example.sync',
      enabled: false,
      action: { run: { by: 'program', program: '/bin/sh', args: ['-c', 'a && b < c'] } },
      environment: { LANG: 'de_DE.UTF-8' },
      workingDirectory: '/',
      triggers: [
        { kind: 'interval', every: 15, unit: 'minute' },
        { kind: 'start' },
        { kind: 'files', paths: ['/etc/hosts'] },
      ],
      policy: { missed: 'skip' },
    });
    expect(kinds(notes, 'refused')).toEqual([expect.stringMatching(/Belfry has no KeepAlive/)]);
    expect(kinds(notes, 'other').join()).toMatch(/not to \/tmp\/out.log/);
  });

  it.each([
    [at('Hour=3 Minute=30'), ['30 3 * * *']],
    // Without a minute launchd rings in each.
    [at('Hour=3'), ['* 3 * * *']],
    [at(''), ['* * * * *']],
    // Either of day and weekday, as its manual says.
    [at('Day=1 Weekday=7 Hour=0 Minute=0'), ['0 0 1 * 0']],
    [`<array>${[1, 2, 3, 4, 5].map((day) => at(`Weekday=${day} Hour=9 Minute=0`)).join('')}</array>`, ['0 9 * * 1-5']],
    [`<array>${at('Hour=9 Minute=0')}${at('Hour=17 Minute=30')}</array>`, ['0 9 * * *', '30 17 * * *']],
    [`<array>${at('Day=1 Hour=0 Minute=0')}${at('Weekday=1 Hour=0 Minute=0')}</array>`, ['0 0 1 * *', '0 0 * * 1']],
  ])('read %s', (dicts, expressions) => {
    const { jobs } = calendar(dicts);
    expect(jobs[0]?.triggers).toEqual(expressions.map(cron));
    expect(jobs[0]?.policy).toMatchObject({ missed: 'once', catchUpWindowMs: null });
  });

  it('refuse what is no time, and what is binary', () => {
    expect(kinds(calendar(at('Hour=24')).notes, 'refused')[0]).toMatch(/has Hour 24, which is none/);
    expect(kinds(read(PROGRAM).notes, 'refused')[0]).toMatch(/no time to ring/);
    expect(() => readExchange('bplist00\u0001', 'launchd', mac)).toThrow(/plutil/);
  });

  it('are written with a dictionary for each time, in the computer’s zone only', () => {
    const { files } = writeExchange(
      [draft([cron('0,30 9 * * 1-2')], { description: '<&>', zone: 'Europe/Paris' })],
      'launchd',
      mac,
    );
    expect(files[0]?.name).toBe('belfry.nightly-backup.plist');
    expect(files[0]?.text.match(/<key>Weekday<\/key>/g)).toHaveLength(4);
    expect(files[0]?.text).toContain(
      '<string>/bin/zsh</string>\n    <string>-c</string>\n    <string>tar cf x y</string>',
    );
    const other = writeExchange([draft([cron('0 9 * * *')], { zone: 'Asia/Tokyo' })], 'launchd', mac);
    expect(other.files).toEqual([]);
    expect(kinds(other.notes, 'refused')[0]).toMatch(/clock of Asia\/Tokyo/);
  });
});
