import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { readOnCalendar } from '#exchange/on-calendar.ts';
import { joinFiles } from '#exchange/texts.ts';
import { unitWords } from '#exchange/unit-file.ts';
import { cron, draft, instants, inZone, kinds, NOW } from './context.ts';

const utc = inZone('UTC');
const TIMER = `# /home/ana/.config/systemd/user/backup-home.timer
[Unit]
Description=Back up the home folder

[Timer]
OnCalendar=Mon..Fri *-*-* 22:30
OnBootSec=5min
RandomizedDelaySec=10m
Persistent=true

[Install]
WantedBy=timers.target

# /home/ana/.config/systemd/user/backup-home.service
[Unit]
Description=Back up the home folder

[Service]
Type=oneshot
Environment=REPO=/mnt/nas "NAME=my home"
Environment=LEVEL=3
EnvironmentFile=-/etc/backup.env
WorkingDirectory=%h/work
TimeoutStartSec=1h 30min
Nice=10
ExecStart=/usr/bin/restic backup \\
  --tag "%p \\"x\\"" %h 100%%
`;

describe('systemd timers', () => {
  it('become jobs with what their service starts', () => {
    const { jobs, notes } = readExchange(TIMER, 'systemd', utc);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({
      name: 'backup-home',
      description: 'Back up the home folder',
      triggers: [cron('30 22 * * 1-5'), { kind: 'start' }],
      action: {
        run: {
          by: 'program',
          program: '/usr/bin/restic',
          args: ['backup', '--tag', 'backup-home "x"', '/home/ana', '100%'],
        },
      },
      environment: { REPO: '/mnt/nas', NAME: 'my home', LEVEL: '3' },
      workingDirectory: '/home/ana/work',
      policy: { missed: 'once', catchUpWindowMs: null, timeoutMs: 5_400_000 },
    });
    expect(kinds(notes, 'refused').join('\n')).toMatch(/EnvironmentFile.*\n.*Nice=/);
    expect(kinds(notes, 'times').join('\n')).toMatch(/without the delay of 5min[\s\S]*at random/);
  });

  it('need their service, and one text may hold both', () => {
    const timer = '[Timer]\nOnUnitActiveSec=15min\nOnBootSec=1\n';
    expect(kinds(readExchange(timer, 'systemd', { ...utc, name: 'x.timer' }).notes, 'refused')).toEqual([
      expect.stringMatching(/^x\.timer: x\.service is not in the text/),
    ]);
    const { jobs } = readExchange(`${timer}[Service]\nExecStart=/bin/echo $HOME "\${A}b" $$5\n`, 'systemd', {
      ...utc,
      name: 'x.timer',
    });
    expect(jobs[0]).toMatchObject({
      triggers: [{ kind: 'interval', every: 15, unit: 'minute' }, { kind: 'start' }],
      action: { run: { by: 'shell', line: `/bin/echo $HOME "\${A}"b '$'5` } },
      environment: { SHELL: '/bin/sh' },
    });
  });

  it('in several zones become as many jobs', () => {
    const text =
      '[Timer]\nOnCalendar=09:00 Europe/Paris\nOnCalendar=10:00 Asia/Tokyo\n[Service]\nExecStart=/bin/true\n';
    const { jobs } = readExchange(text, 'systemd', { ...utc, name: 'x.timer' });
    expect(jobs.map(({ name, zone }) => [name, zone])).toEqual([
      ['x', 'Europe/Paris'],
      ['x (Asia/Tokyo)', 'Asia/Tokyo'],
    ]);
  });

  it.each([
    ['daily', '0 0 * * *'],
    ['weekly', '0 0 * * 1'],
    ['quarterly', '0 0 1 */3 *'],
    ['Sat,Sun *-*-* 10:15:30', '30 15 10 * * 0,6'],
    ['*-*-01 00:00', '0 0 1 * *'],
    ['*-02~01', '0 0 L 2 *'],
    ['*-*~03/2', '0 0 L,L-2 * *'],
    ['Mon *-*-1..7 9:00', '0 9 * * 1#1'],
    ['Mon *-05~07/1', '0 0 * 5 1L'],
    ['*:0/15', '*/15 * * * *'],
    ['Tue..Thu,Sat 8..18/2:30', '30 8-18/2 * * 2-4,6'],
  ])('reads OnCalendar=%s', (text, expression) => {
    expect(readOnCalendar(text, 'UTC').specs).toEqual([cron(expression)]);
  });

  it('reads a single date, and refuses what cron cannot say', () => {
    expect(readOnCalendar('2030-06-01 12:00 Europe/Paris', 'UTC').specs).toEqual([
      { kind: 'once', at: Date.parse('2030-06-01T10:00:00Z') },
    ]);
    for (const text of ['Fri *-*-13', '2026..2028-01-01', '*:*:0.5', 'Fri..Mon', '25:00', 'nonsense', '*-*~1..3', ''])
      expect(() => readOnCalendar(text, 'UTC'), text).toThrow();
  });

  it('takes words apart as systemd does', () => {
    expect(unitWords(`a "b c"d 'e\\'f' \\x41\\t "" x\\\\y`)).toEqual(['a', 'b cd', "e'f", 'A\t', '', 'x\\y']);
    expect(() => unitWords('a "b')).toThrow(/left open/);
  });

  it('carry arguments there and back, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => !/\p{Cc}/u.test(word)),
          { maxLength: 4 },
        ),
        (args) => {
          const job = draft([cron('0 0 * * *')], {
            action: { kind: 'command', run: { by: 'program', program: '/bin/echo', args } },
          });
          const { files } = writeExchange([job], 'systemd', utc);
          const back = readExchange(joinFiles('systemd', files), 'systemd', utc).jobs[0]?.action;
          // With a dollar in it a shell puts it together again.
          const dollar = args.some((word) => word.includes('$'));
          if (!dollar) expect(back).toEqual(job.action);
          else if (back?.kind === 'command' && back.run.by === 'shell')
            expect(
              execFileSync('/bin/sh', ['-c', back.run.line.replace('/bin/echo', "printf '%s\\0'")], {
                encoding: 'utf8',
              }),
            ).toBe(args.map((word) => `${word}\0`).join(''));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

// The scheduler itself is the judge of what it would ring.
describe.runIf(hasSystemd)('systemd itself', () => {
  const asks = (text: string, zone: string, count: number) => {
    const args = ['calendar', `--iterations=${count}`, '--base-time=2026-03-20 00:00:00 UTC', text];
    const said = execFileSync('systemd-analyze', args, {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone, LC_ALL: 'C' },
    });
    const inUtc = zone === 'UTC' ? /(?:Next elapse|Iter\. #\d+): \w+ (\S+ \S+) UTC/g : /\(in UTC\): \w+ (\S+ \S+) UTC/g;
    return [...said.matchAll(inUtc)].map(([, at]) => Date.parse(`${at?.replace(' ', 'T')}Z`));
  };
  const from = Date.parse('2026-03-20T00:00:00Z');

  it.each([
    ['Europe/Paris', '*-*-* 02:30'],
    ['Europe/Paris', '*:0/30'],
    ['America/New_York', 'Mon..Fri *-*-* 01..03:15'],
    ['UTC', '*-*~07/3 6,18:00'],
    ['UTC', 'Wed *-*-8..14 9:00'],
    ['Europe/Paris', 'Sun *-*~07/1 02:30'],
  ])('rings in %s for %s when the imported job does', (zone, text) => {
    const unit = `[Timer]\nOnCalendar=${text}\n[Service]\nExecStart=/bin/true\n`;
    const { jobs } = readExchange(unit, 'systemd', { ...inZone(zone), name: 'x.timer' });
    const expected = asks(text, zone, 600);
    const to = (expected.at(-1) as number) + 1;
    expect(expected).toHaveLength(600);
    expect(jobs.flatMap((job) => instants(job, from + 1, to, zone))).toEqual(expected);
  });

  it.each([
    ['UTC', '0 9 1,15 * FRI'],
    ['UTC', '*/20 8-18 * * 1-5'],
    ['UTC', '15 3 L-1,3 2-4 1#2'],
    ['UTC', '30 0 6 * * 5L'],
    ['Europe/Paris', '*/15 * * * *'],
  ])('rings in %s for the export of %s when the job does', (zone, expression) => {
    const job = draft([cron(expression)]);
    const { files, notes } = writeExchange([job], 'systemd', inZone(zone));
    expect(kinds(notes, 'times')).toEqual([]);
    const lines = (files[0]?.text ?? '').split('\n').filter((line) => line.startsWith('OnCalendar='));
    const lists = lines.map((line) => asks(line.slice(11), zone, 400));
    const to = Math.min(...lists.map((list) => list.at(-1) as number));
    const expected = [...new Set(lists.flat())].filter((at) => at < to).sort((a, b) => a - b);
    expect(instants(job, from + 1, to, zone)).toEqual(expected);
  });
});

it('keeps an interval that times of day cannot say, and says so', () => {
  const { files, notes } = writeExchange(
    [draft([{ kind: 'interval', every: 50, unit: 'minute', anchor: NOW - 5000 }])],
    'systemd',
    utc,
  );
  expect(files[0]?.text).toContain('OnUnitActiveSec=3000');
  expect(kinds(notes, 'times').join()).toMatch(/counts it from the last start/);
});
