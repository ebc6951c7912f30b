import { describe, expect, it, vi } from 'vitest';
import type { JobSummary } from '#contract/job.ts';
import { aJob, aRun } from './samples.ts';

vi.stubGlobal('window', { belfry: { platform: 'linux' }, addEventListener() {} });
vi.stubGlobal('location', { pathname: '/', search: '' });
vi.stubGlobal('history', { pushState() {} });

const { find, findActions, findChoices } = await import('../../renderer/palette/find.ts');
const { entryOfKey } = await import('../../renderer/palette/entry.ts');
const { fold, matchWords, wordsOf } = await import('../../renderer/palette/rank.ts');
const { recencyBonus, remember } = await import('../../renderer/palette/recent.ts');
const { cuts } = await import('../../renderer/palette/sentence.ts');
const { commandsFor } = await import('../../renderer/palette/commands.ts');

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const job = (id: number, name: string, line: string, changes: Partial<JobSummary> = {}) =>
  aJob({ id, name, action: { kind: 'command', run: { by: 'shell', line } }, ...changes });

const jobs = [
  job(1, 'Nightly database backup', 'pg_dump -Fc shop', { tags: ['backup', 'db'] }),
  job(2, 'Snapshot home folder', 'restic backup ~', { tags: ['backup'] }),
  job(3, 'Rebuild docs', 'npm run docs:build'),
  job(4, 'Café menu', 'fetch menu'),
];
const settings = [
  { label: 'Time zone', category: 'Time and sleep', path: '/settings/time?at=Time%20zone' },
  { label: 'When clocks go back', category: 'Time and sleep', path: '/settings/time?at=back' },
];
const sources = { jobs, settings, commands: commandsFor(undefined, undefined), recent: {}, now: NOW };
const titles = (query: string, more: Partial<typeof sources> = {}) =>
  find(query, { ...sources, ...more }).map(({ title, entries }) => [title, entries.map((entry) => entry.title)]);
const match = (query: string, text: string, scattered = true) => matchWords(wordsOf(query), fold(text), scattered);

describe('matching', () => {
  it('marks every place where a word stands', () => {
    expect(match('ba', 'Nightly database backup')?.ranges).toEqual([
      [12, 14],
      [17, 19],
    ]);
  });

  it('asks for every word, in any order', () => {
    expect(match('backup night', 'Nightly database backup')).not.toBeNull();
    expect(match('backup daily', 'Nightly database backup')).toBeNull();
  });

  it('puts the start of the text before the start of a word, that before the middle, that before letters', () => {
    const scores = ['backup home', 'home backup', 'home callback', 'bold apples come key'].map(
      (text) => match('back', text)?.score ?? -1,
    );
    expect(match('bac', 'bold apples come')?.score).toBeGreaterThan(0);
    expect(scores[3]).toBeGreaterThan(0);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });

  it('finds initials from three letters on, and only where asked to', () => {
    expect(match('ndb', 'Nightly database backup')?.ranges).toEqual([
      [0, 1],
      [8, 9],
      [17, 18],
    ]);
    expect(match('nb', 'Nightly database backup')).toBeNull();
    expect(match('ndb', 'Nightly database backup', false)).toBeNull();
  });

  it('does not care about accents or case, and keeps offsets', () => {
    expect(match('CAFE', 'Café menu')?.ranges).toEqual([[0, 4]]);
    expect(fold('İstanbul').length).toBe('İstanbul'.length);
  });

  it('takes time that grows with the list: 10,000 jobs are all looked at', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => job(at + 1, `Job number ${at}`, 'true'));
    expect(titles('number 9999', { jobs: many })[0]).toEqual(['Jobs', ['Job number 9999']]);
  });
});

describe('recency', () => {
  it('lifts what was chosen lately, less with every day', () => {
    const recent = { a: NOW, b: NOW - 3 * DAY };
    expect(recencyBonus(recent, 'a', NOW)).toBe(30);
    expect(recencyBonus(recent, 'b', NOW)).toBe(15);
    expect(recencyBonus(recent, 'never', NOW)).toBe(0);
  });

  it('keeps the newest hundred', () => {
    const full = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`e${at}`, at]));
    const kept = remember(full, 'new', 1000);
    expect(Object.keys(kept)).toHaveLength(100);
    expect(kept.new).toBe(1000);
    expect(kept.e0).toBeUndefined();
  });

  it('decides between equal matches', () => {
    const twins = [job(1, 'Copy A', 'x'), job(2, 'Copy B', 'x')];
    expect(titles('copy', { jobs: twins })[0]).toEqual(['Jobs', ['Copy A', 'Copy B']]);
    expect(titles('copy', { jobs: twins, recent: { 'job:2': NOW } })[0]).toEqual(['Jobs', ['Copy B', 'Copy A']]);
  });
});

describe('the palette', () => {
  it('finds jobs by name and command, what can be done to the best, tags and settings', () => {
    expect(titles('ba')).toEqual([
      ['Jobs', ['Nightly database backup', 'Snapshot home folder']],
      ['Actions on Nightly database backup', ['Run now', 'Pause until…', 'Edit', 'Show its history']],
      ['Tags and settings', ['#backup', 'When clocks go back']],
    ]);
  });

  it('offers commands and the jobs that ring next before anything is typed', () => {
    const soon = [job(1, 'Later', 'x', { nextRunAt: NOW + DAY }), job(2, 'Soon', 'x', { nextRunAt: NOW + 1000 })];
    const [first, second] = titles('', { jobs: soon });
    expect(first).toEqual(['Jobs', ['Soon', 'Later']]);
    expect(second?.[1]).toContain('New job');
  });

  it('names what a command does once, and not as a setting too', () => {
    const settings = [
      { label: 'Export all jobs', category: 'Import and backup', path: '/settings/backup' },
      { label: 'Exports', category: 'History', path: '/settings/history' },
    ];
    const found = titles('export', { settings });
    expect(found).toContainEqual(['Tags and settings', ['Exports']]);
    expect(found).toContainEqual(['Commands', ['Export all jobs…']]);
  });

  it('offers to run with variables what starts a program, and to export any job', () => {
    const labels = (action: Partial<JobSummary>) =>
      findActions('', job(1, 'One', 'true', action), NOW)[0]?.entries.map(({ title }) => title) ?? [];
    expect(labels({})).toEqual(expect.arrayContaining(['Run with variables…', 'Export…']));
    const email = { kind: 'email', to: ['a@b.test'], cc: [], bcc: [], subject: '', text: '', attachments: [] } as const;
    const mailing = labels({ action: { ...email, to: [...email.to], cc: [], bcc: [], attachments: [] } });
    expect(mailing).toContain('Export…');
    expect(mailing).not.toContain('Run with variables…');
  });

  it('finds runs by their job and how they ended, but not by the job alone', () => {
    const failed = aRun({ id: 42, job: 'Rebuild docs', status: 'failed' });
    const ran = [job(3, 'Rebuild docs', 'npm', { lastRun: failed })];
    expect(titles('docs failed', { jobs: ran })).toContainEqual(['Runs', ['Rebuild docs']]);
    expect(titles('run 42', { jobs: ran })).toContainEqual(['Runs', ['Rebuild docs']]);
    expect(titles('docs', { jobs: ran }).map(([title]) => title)).not.toContain('Runs');
  });

  it('lists all of one job’s actions, and only those that mean something now', () => {
    const labels = (changes: Partial<JobSummary>) =>
      findActions('', job(1, 'One', 'true', changes), NOW)[0]?.entries.map(({ title }) => title) ?? [];
    expect(labels({})).not.toContain('Stop');
    expect(labels({})).not.toContain('Copy cron');
    expect(labels({})).toContain('Pause until…');
    const cron = { id: 1, spec: { kind: 'cron' as const, expression: '0 9 * * *' }, cursor: 0 };
    const held = labels({ live: [aRun({ status: 'running' })], pause: { since: 0, until: NOW + 1 }, triggers: [cron] });
    expect(held).toEqual(expect.arrayContaining(['Stop', 'Resume', 'Copy cron', 'Delete', 'Duplicate']));
    expect(held).not.toContain('Pause until…');
  });

  it('asks how long to pause, and finds among the answers', () => {
    const entry = entryOfKey('p', jobs[0] as JobSummary);
    const next = entry?.act();
    expect(next).toMatchObject({ kind: 'choose', title: 'Pause until Nightly database backup' });
    if (next?.kind !== 'choose') throw new Error('no choices');
    expect(next.choices).toHaveLength(5);
    expect(next.choices.map(({ label }) => label)).toContain('Until a date…');
    expect(findChoices('tomorrow', next.title, next.choices)[0]?.entries.map(({ title }) => title)).toEqual([
      'Until tomorrow 08:00',
    ]);
  });

  it('knows job keys and no others', () => {
    expect(entryOfKey('r', jobs[0] as JobSummary)?.title).toBe('Run now');
    expect(entryOfKey('q', jobs[0] as JobSummary)).toBeUndefined();
  });
});

describe('a sentence that makes a job', () => {
  it('is cut at every word, the longest schedule first', () => {
    expect(cuts('in 20 min tea').map(({ schedule, command }) => [schedule, command])).toEqual([
      ['in 20 min tea', ''],
      ['in 20 min', 'tea'],
      ['in 20', 'min tea'],
      ['in', '20 min tea'],
    ]);
  });

  it('is cut at a lone “run” where it says so', () => {
    expect(cuts('every day at 9 run ./backup.sh now')).toEqual([
      { schedule: 'every day at 9', command: './backup.sh now' },
    ]);
  });

  it.each(['backup', 'in', 'indexing job', 'sync every day'])('is not seen in “%s”', (query) => {
    expect(cuts(query)).toEqual([]);
  });
});
