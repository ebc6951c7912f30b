import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { cron, draft, instants, inZone, kinds, NOW } from './context.ts';

const paris = inZone('Europe/Paris');
const read = (text: string, given = {}) => readExchange(text, 'crontab', { ...paris, ...given });

const SAMPLE = `# Edit this file to introduce tasks to be run by cron.
#
# m h  dom mon dow   command
SHELL=/bin/bash
PATH=/usr/local/bin:/usr/bin:/bin
MAILTO="ana@example.com"

# Nightly backup
# to the NAS, keeps 30 days
30 2 * * *  /home/ana/bin/backup --all >> /tmp/backup.log 2>&1
*/10 8-18 * * mon-fri curl -fsS https://example.com/ping
# 0 4 * * * /bin/switched-off
@reboot   tmux new-session -d
CRON_TZ=UTC
0 9 1,15 * 5 mail -s "It is \\%d\\%" ana%Hello%this is 100\\% true
0 0 */2 * 1 odd-mondays
5/10 * * * * never-read
0 9 * * * /bin/date
`;

describe('a user’s crontab', () => {
  const { jobs, notes } = read(SAMPLE);

  it('becomes jobs with names, schedules and environment', () => {
    expect(jobs.map(({ name }) => name)).toEqual([
      'Nightly backup',
      'curl -fsS https://example.com/ping',
      'tmux new-session -d',
      expect.stringContaining('mail -s'),
      'date',
    ]);
    expect(jobs[0]).toMatchObject({
      description: 'to the NAS, keeps 30 days',
      action: { run: { by: 'shell', line: '/home/ana/bin/backup --all >> /tmp/backup.log 2>&1' } },
      environment: { SHELL: '/bin/bash', PATH: '/usr/local/bin:/usr/bin:/bin' },
      policy: { missed: 'skip', overlap: { mode: 'parallel' } },
      zone: null,
    });
    expect(jobs.map(({ triggers }) => triggers[0])).toEqual([
      cron('30 2 * * *'),
      cron('*/10 8-18 * * 1-5'),
      { kind: 'start' },
      cron('0 9 1,15 * 5'),
      cron('0 9 * * *'),
    ]);
    expect(jobs[4]?.zone).toBe('UTC');
  });

  it('says what is left out and what is done otherwise', () => {
    expect(kinds(notes, 'refused')).toEqual([
      expect.stringMatching(/^line 16: .*both to match/),
      expect.stringMatching(/^line 17: .*“5\/10” has a step without a range/),
    ]);
    expect(kinds(notes, 'times')).toEqual([expect.stringMatching(/^line 13, @reboot: /)]);
    expect(kinds(notes, 'other').join('\n')).toMatch(/line 6, MAILTO: cron mailed output to ana@example.com/);
  });

  it('gives a command what follows % to read, as cron does', () => {
    const run = read(`0 0 * * * sed 's/^/> /'%one%50\\%%%two`).jobs[0]?.action;
    if (run?.kind !== 'command' || run.run.by !== 'shell') throw new Error('no shell');
    expect(execFileSync('/bin/sh', ['-c', run.run.line], { encoding: 'utf8' })).toBe('> one\n> 50%\n> \n> two\n');
  });

  it('chooses for ~ within its range, always the same', () => {
    const { jobs: found, notes: said } = read('10~20 3 * * * spread');
    const expression = (found[0]?.triggers as { expression: string }[] | undefined)?.[0]?.expression ?? '';
    expect(Number(expression.split(' ')[0])).toBeGreaterThanOrEqual(10);
    expect(Number(expression.split(' ')[0])).toBeLessThanOrEqual(20);
    expect(read('10~20 3 * * * spread').jobs[0]?.triggers).toEqual(found[0]?.triggers);
    expect(kinds(said, 'times')[0]).toMatch(/between 10 and 20 at random/);
  });

  it('follows cron through changes of clocks', () => {
    // Minute with a star: not in the hour left out, both in the repeated one. Fixed: once.
    const wild = read('*/30 2 * * * x').jobs[0];
    const fixed = read('0 1-3 * * * x').jobs[0];
    const on = (job: typeof wild, day: string) => {
      const from = Date.parse(`${day}T00:00:00+01:00`);
      return job
        ? instants(job, from, from + 86_000_000, 'Europe/Paris').map((at) => new Date(at).toISOString().slice(11, 16))
        : [];
    };
    expect(on(wild, '2026-03-29')).toEqual([]);
    expect(on(wild, '2026-10-25')).toEqual(['00:00', '00:30', '01:00', '01:30']);
    expect(on(fixed, '2026-10-25')).toEqual(['23:00', '00:00', '02:00']);
  });

  it('refuses what cron would not have read', () => {
    const { jobs: none, notes: said } = read(
      '0 22-2 * * * a\n60 * * * * b\n0 0 L * * c\n* * * *\n@every 5 d\n0 0 30 2 * e\n',
    );
    expect(none).toEqual([]);
    expect(said.map(({ where, kind }) => `${where} ${kind}`)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `line ${n} refused`),
    );
  });
});

describe('a system crontab', () => {
  const text =
    'SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n25 6 * * * root test -x /usr/sbin/anacron\n';

  it('has a user in each line, told by the text or by its place', () => {
    const { jobs, notes } = read(text);
    expect(jobs.map(({ action }) => action.kind === 'command' && action.run.by === 'shell' && action.run.line)).toEqual(
      ['cd / && run-parts --report /etc/cron.hourly', 'test -x /usr/sbin/anacron'],
    );
    expect(kinds(notes, 'other').join()).toMatch(/It ran as root; Belfry runs it as you/);
    const placed = read('0 1 * * * www-data /usr/bin/php cron.php\n', { name: '/etc/cron.d/php' });
    expect(placed.jobs[0]?.name).toBe('php cron.php');
  });
});

describe('export to a crontab', () => {
  const write = (...jobs: Parameters<typeof writeExchange>[0]) => writeExchange(jobs, 'crontab', paris);

  it('writes a line for each trigger, with environment and folder', () => {
    const { files } = write(
      draft([cron('0 9 * * 1-5'), { kind: 'start' }], {
        description: 'every\nday',
        environment: { TARGET: "it's here", SHELL: '/bin/sh' },
        workingDirectory: '/srv/my data',
      }),
    );
    expect(files[0]?.text).toBe(
      `# Nightly backup\n# every\n# day\n` +
        `0 9 * * 1-5 export TARGET='it'\\''s here'; cd '/srv/my data' || exit; tar cf x y\n` +
        `@reboot export TARGET='it'\\''s here'; cd '/srv/my data' || exit; tar cf x y\n`,
    );
  });

  it.each([
    'date +%s',
    'printf "%s\\n" a%b',
    'echo one\necho "two %d"\\\n three',
    "printf '\\\\%%\\n'",
    'echo a\\\\%b',
  ])('writes %j so that cron runs the same', (line) => {
    const { files } = write(
      draft([cron('0 0 * * *')], {
        action: { kind: 'command', run: { by: 'shell', line } },
        environment: { SHELL: '/bin/sh' },
      }),
    );
    const back = read(files[0]?.text ?? '').jobs[0]?.action;
    if (back?.kind !== 'command' || back.run.by !== 'shell') throw new Error('no shell');
    const said = (text: string) =>
      execFileSync('/bin/sh', ['-c', text], { encoding: 'utf8' }).replace(/^\d{10}$/m, 'now');
    expect(said(back.run.line)).toBe(said(line));
  });

  it('says what cannot be said', () => {
    const { files, notes } = write(
      draft([cron('30 * * * * *')], { name: 'seconds' }),
      draft([{ kind: 'once', at: NOW + 1000 }], { name: 'once' }),
      draft([{ kind: 'after', job: 1, on: 'success' }], { name: 'after' }),
      draft([cron('0 0 L * *')], { name: 'last' }),
      draft([], { name: 'hand' }),
      draft([cron('@daily')], { name: 'call', action: { kind: 'function', module: 'a.mjs', export: 'run' } }),
      draft([cron('0 2 * * *'), { kind: 'wake' }], {
        name: 'both',
        zone: 'Asia/Tokyo',
        policy: { retry: { count: 3 } },
      }),
    );
    expect(notes.filter(({ kind }) => kind === 'refused').map(({ where }) => where)).toEqual([
      ...['seconds', 'once', 'after', 'last', 'hand', 'call', 'both, trigger 2'],
    ]);
    expect(files[0]?.text).toBe("CRON_TZ=Asia/Tokyo\n# both\n0 2 * * * /bin/bash -c 'tar cf x y'\n");
    expect(kinds(notes, 'other').join()).toMatch(/retries/);
    expect(kinds(notes, 'times').join()).toMatch(/CRON_TZ is read by cronie/);
  });

  it('sends a request by curl', () => {
    const { files } = write(
      draft([cron('0 * * * *')], {
        action: {
          kind: 'http',
          method: 'POST',
          url: 'https://example.com/a?b=c',
          headers: { 'X-Key': 'a b' },
          body: '{"a":1}',
        },
      }),
    );
    expect(files[0]?.text).toContain(
      `0 * * * * curl -sS --fail-with-body -X POST -L --max-redirs 10 -H 'X-Key: a b' --data-raw '{"a":1}' 'https://example.com/a?b=c'`,
    );
  });
});
