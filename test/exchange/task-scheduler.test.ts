import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { withoutSystemTasks } from '#exchange/task-scheduler.ts';
import { decodeText } from '#exchange/texts.ts';
import { quoteArgument, splitArguments } from '#exchange/windows-words.ts';
import { cron, draft, inZone, kinds } from './context.ts';

const windows = inZone('Europe/Berlin', { home: 'C:\\Users\\Ana', user: 'Ana', shell: 'cmd.exe' });
const EXEC =
  '<Actions><Exec><Command>"C:\\Program Files\\App\\app.exe"</Command><Arguments>/q "a b" c:\\x\\</Arguments><WorkingDirectory>C:\\Work</WorkingDirectory></Exec></Actions>';
const task = (triggers: string, settings = '', actions = EXEC) => `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><URI>\\Ana\\Report</URI><Description>Every &quot;day&quot;</Description></RegistrationInfo>
  <Triggers>${triggers}</Triggers><Settings>${settings}</Settings>${actions}</Task>`;
const START = '<StartBoundary>2026-01-05T09:00:00</StartBoundary>';
const read = (triggers: string, settings?: string, actions?: string) =>
  readExchange(task(triggers, settings, actions), 'task-scheduler', windows);
const calendar = (days: string, more = '') =>
  read(`<CalendarTrigger>${more}${START}<Enabled>true</Enabled>${days}</CalendarTrigger>`);
const DAILY = '<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>';

describe('tasks', () => {
  it('become jobs with program, folder and rules', () => {
    const { jobs, notes } = read(
      `<CalendarTrigger>${START}${DAILY}</CalendarTrigger><LogonTrigger><Delay>PT30S</Delay></LogonTrigger><EventTrigger/>`,
      '<MultipleInstancesPolicy>Queue</MultipleInstancesPolicy><StartWhenAvailable>true</StartWhenAvailable>' +
        '<ExecutionTimeLimit>PT1H30M</ExecutionTimeLimit><RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>' +
        '<RestartOnFailure><Interval>PT5M</Interval><Count>3</Count></RestartOnFailure><Enabled>false</Enabled>',
    );
    expect(jobs[0]).toMatchObject({
      name: 'Report',
      description: 'Every "day"',
      enabled: false,
      action: { run: { by: 'program', program: 'C:\\Program Files\\App\\app.exe', args: ['/q', 'a b', 'c:\\x\\'] } },
      workingDirectory: 'C:\\Work',
      triggers: [cron('0 9 * * *'), { kind: 'start' }],
      policy: {
        missed: 'once',
        overlap: { mode: 'queue' },
        timeoutMs: 5_400_000,
        retry: { count: 3, delayMs: 300_000 },
        // What a task has that does not say.
        conditions: { mains: 'only', online: true },
      },
    });
    expect(kinds(notes, 'refused').join()).toMatch(/EventTrigger: Belfry has no EventTrigger/);
    expect(kinds(notes, 'times').join()).toMatch(/without the delay of PT30S/);
  });

  it.each([
    [
      'every other day',
      '<ScheduleByDay><DaysInterval>2</DaysInterval></ScheduleByDay>',
      '',
      [{ kind: 'interval', every: 2, unit: 'day', anchor: Date.parse('2026-01-05T08:00:00Z') }],
    ],
    [
      'weekly',
      '<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek><Monday/><Friday/></DaysOfWeek></ScheduleByWeek>',
      '',
      [cron('0 9 * * 1,5')],
    ],
    [
      'every other week',
      '<ScheduleByWeek><WeeksInterval>2</WeeksInterval><DaysOfWeek><Sunday/><Tuesday/></DaysOfWeek></ScheduleByWeek>',
      '',
      // The fifth is a Monday: its Tuesday comes at once, its Sunday was before.
      [
        { kind: 'interval', every: 2, unit: 'week', anchor: Date.parse('2026-01-18T08:00:00Z') },
        { kind: 'interval', every: 2, unit: 'week', anchor: Date.parse('2026-01-06T08:00:00Z') },
      ],
    ],
    [
      'by days of months',
      '<ScheduleByMonth><DaysOfMonth><Day>1</Day><Day>Last</Day></DaysOfMonth><Months><March/></Months></ScheduleByMonth>',
      '',
      [cron('0 9 1,L 3 *')],
    ],
    [
      'by weeks of months',
      '<ScheduleByMonthDayOfWeek><Weeks><Week>1</Week><Week>Last</Week></Weeks><DaysOfWeek><Friday/></DaysOfWeek><Months><January/><July/></Months></ScheduleByMonthDayOfWeek>',
      '',
      [cron('0 9 * 1,7 5#1,5L')],
    ],
    [
      'repeated within the day',
      DAILY,
      '<Repetition><Interval>PT30M</Interval><Duration>PT2H1M</Duration></Repetition>',
      [cron('*/30 9,10 * * *'), cron('0 11 * * *')],
    ],
    [
      'repeated all day',
      DAILY,
      '<Repetition><Interval>PT1H</Interval><Duration>P1D</Duration></Repetition>',
      [cron('0 * * * *')],
    ],
  ])('%s', (_, days, more, triggers) => {
    expect(calendar(days, more).jobs[0]?.triggers).toEqual(triggers);
  });

  it('that repeat without end are intervals from their beginning', () => {
    const { jobs } = read(`<TimeTrigger><Repetition><Interval>PT7M</Interval></Repetition>${START}</TimeTrigger>`);
    expect(jobs[0]?.triggers).toEqual([
      { kind: 'interval', every: 7, unit: 'minute', anchor: Date.parse('2026-01-05T08:00:00Z') },
    ]);
  });

  it('are refused where they would ring at other times', () => {
    const why = (triggers: string) => kinds(read(triggers).notes, 'refused').join();
    expect(why(`<TimeTrigger>${START}</TimeTrigger>`)).toMatch(/has passed/);
    const weekly = '<ScheduleByWeek><DaysOfWeek><Monday/></DaysOfWeek></ScheduleByWeek>';
    const endless = '<Repetition><Interval>PT1H</Interval></Repetition>';
    expect(why(`<CalendarTrigger>${endless}${START}${weekly}</CalendarTrigger>`)).toMatch(/repeats without end/);
    expect(
      why(`<CalendarTrigger>${START}<EndBoundary>2027-01-01T00:00:00</EndBoundary>${DAILY}</CalendarTrigger>`),
    ).toMatch(/It ends on 2027-01-01/);
    const later = START.replace('2026-01-05', '2026-12-07');
    expect(
      why(
        `<CalendarTrigger>${later}<ScheduleByMonth><DaysOfMonth><Day>1</Day></DaysOfMonth></ScheduleByMonth></CalendarTrigger>`,
      ),
    ).toMatch(/begins only later/);
    expect(read(`<CalendarTrigger>${later}${DAILY}</CalendarTrigger>`).jobs[0]?.triggers).toEqual([
      { kind: 'interval', every: 1, unit: 'day', anchor: Date.parse('2026-12-07T08:00:00Z') },
    ]);
    expect(kinds(read('', '', '<Actions><ComHandler/></Actions>').notes, 'refused').join()).toMatch(
      /It starts no program/,
    );
  });

  it('with variables are started by the command shell', () => {
    const actions = '<Actions><Exec><Command>%SystemRoot%\\a b.exe</Command><Arguments>/x</Arguments></Exec></Actions>';
    expect(read(`<LogonTrigger/>`, '', actions).jobs[0]?.action).toEqual({
      kind: 'command',
      run: { by: 'shell', line: '"%SystemRoot%\\a b.exe" /x' },
    });
  });

  it('of a listing are told apart, those of the system left out', () => {
    const listing = `<?xml version="1.0"?><Tasks><!-- \\Microsoft\\Windows\\Defrag -->${task('<LogonTrigger/>').replace('\\Ana\\Report', '\\Microsoft\\Windows\\Defrag')}\n<!-- \\Ana\\Report -->${task('<LogonTrigger/>')}</Tasks>`;
    expect(readExchange(listing, 'task-scheduler', windows).jobs.map(({ name }) => name)).toEqual(['Defrag', 'Report']);
    expect(readExchange(withoutSystemTasks(listing), 'task-scheduler', windows).jobs.map(({ name }) => name)).toEqual([
      'Report',
    ]);
  });

  it('are read from UTF-16, as Windows writes them', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(task('<LogonTrigger/>'), 'utf16le')]);
    expect(readExchange(decodeText(bytes) ?? '', null, windows)).toMatchObject({
      from: 'task-scheduler',
      jobs: [{ name: 'Report' }],
    });
  });

  it('carry arguments there and back, whatever they hold', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', 'ä', "'") });
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitArguments(words.map(quoteArgument).join(' '))).toEqual(words);
      }),
    );
  });

  it('are written with what Windows has a word for', () => {
    const { files, notes } = writeExchange(
      [
        draft(
          [
            cron('*/15 9-17 * * 1-5'),
            { kind: 'interval', every: 3, unit: 'week', anchor: Date.parse('2026-01-05T08:00:00Z') },
            { kind: 'wake' },
          ],
          { name: 'Ping' },
        ),
      ],
      'task-scheduler',
      windows,
    );
    expect(files[0]?.text).toContain('<Arguments>/d /s /c "tar cf x y"</Arguments>');
    expect(files[0]?.text).toContain('<Interval>PT15M</Interval>');
    expect(files[0]?.text).toContain('<DaysOfWeek><Monday/></DaysOfWeek><WeeksInterval>3</WeeksInterval>');
    expect(kinds(notes, 'refused')).toEqual([expect.stringMatching(/^Ping, trigger 3: /)]);
  });

  it.each([
    ['a time in the hour that is skipped', cron('30 2 * * *'), true],
    ['a macro', cron('@hourly'), true],
    ['a rhythm told as single times', cron('1 2-3 * 3 *'), true],
    [
      'a day at a time in that hour',
      { kind: 'interval', every: 1, unit: 'day', anchor: Date.parse('2026-01-05T01:30:00Z') },
      true,
    ],
    ['a time that no change touches', cron('0 12 * * *'), false],
    ['a day at noon', { kind: 'interval', every: 1, unit: 'day', anchor: Date.parse('2026-01-05T11:00:00Z') }, false],
  ] as const)('says that changes of clocks are up to Windows: %s', (_what, spec, said) => {
    const { notes } = writeExchange([draft([spec])], 'task-scheduler', windows);
    expect(kinds(notes, 'times').some((note) => note.includes('up to Windows'))).toBe(said);
  });
});
