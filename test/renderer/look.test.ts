import { describe, expect, it, vi } from 'vitest';
import { settings } from '#contract/settings.ts';

vi.stubGlobal('window', { belfry: { platform: 'linux' } });
const { briefSchedule } = await import('../../renderer/jobs/schedule-words.ts');
const { readStop, writeStop, shellName, canStopLine } = await import('../../renderer/editor/stop-line.ts');
const { sentencePieces, withSchedule } = await import('../../renderer/now/sentence.ts');
const { newForm } = await import('../../renderer/editor/beginning.ts');
const { TEMPLATES } = await import('../../renderer/editor/templates.ts');
const { trialOf } = await import('../../renderer/editor/form.ts');
const { jobDefaults } = settings.parse({});

describe('a schedule in the room of a list', () => {
  it.each([
    [['Every day at 18:00'], 'Daily at 18:00'],
    [['Every day at 00:10 and 12:10'], 'Daily at 00:10, 12:10'],
    [['Every day at 06:45', 'Every day at 19:30'], 'Daily at 06:45, 19:30'],
    [['Every Friday at 15:00'], 'Fridays at 15:00'],
    [['Every weekday at 09:30'], 'Weekdays at 09:30'],
    [['Every Friday at 15:00', 'Every Monday at 15:00'], 'Fridays at 15:00, Mondays at 15:00'],
    [['Every 5 minutes'], 'Every 5 minutes'],
    [['Every hour at :50'], 'Every hour at :50'],
    [['Every 45 minutes, starting 2026-10-23 14:43:05'], 'Every 45 minutes'],
    [['Every day at 09:00 except on Sunday'], 'Every day at 09:00 except on Sunday'],
    [[], ''],
  ])('%s is %s', (schedule, brief) => {
    expect(briefSchedule(schedule)).toBe(brief);
  });
});

describe('a command that stops at its first error', () => {
  it('says so in a first line that the editor shows as a switch', () => {
    expect(writeStop('a\nb', true)).toBe('set -e\na\nb');
    expect(readStop('set -e\na\nb')).toEqual({ line: 'a\nb', stops: true });
    expect(readStop('a\nset -e\nb')).toEqual({ line: 'a\nset -e\nb', stops: false });
    expect(writeStop('a', false)).toBe('a');
  });

  it('stays empty while nothing is typed, so that it is refused', () => {
    expect(writeStop(' ', true)).toBe(' ');
  });

  it.each([
    ['/bin/bash', 'bash', true],
    ['/usr/bin/fish', 'fish', false],
    ['registry', null, false],
    ['', null, false],
  ])('of the shell %s', (path, name, can) => {
    expect([shellName(path), canStopLine(shellName(path))]).toEqual([name, can]);
  });
});

describe('the sentence of the first start', () => {
  it('is tinted where it is understood', () => {
    expect(sentencePieces('every day at 9 run ls ', true)).toEqual([
      ['every day at 9', 'understood', 0],
      [' run ', 'plain', 14],
      ['ls', 'understood', 19],
      [' ', 'plain', 21],
    ]);
    expect(sentencePieces('every da', false)).toEqual([['every da', 'plain', 0]]);
    expect(sentencePieces('', false)).toEqual([]);
  });

  it('marks the word that is not, and takes what was meant in its place', () => {
    expect(sentencePieces(' every wekday run ls', false, [6, 12])).toEqual([
      [' every ', 'plain', 0],
      ['wekday', 'wrong', 7],
      [' run ', 'plain', 13],
      ['ls', 'understood', 18],
    ]);
    expect(withSchedule(' every wekday run ls', 'every weekday')).toBe(' every weekday run ls');
    expect(withSchedule('run ls', 'every day')).toBe('every dayrun ls');
  });
});

describe('the samples to start from', () => {
  it.each(Object.keys(TEMPLATES))('%s is whole', (name) => {
    const form = newForm(`?like=${name}`, [], jobDefaults);
    expect(form.name).not.toBe('');
    expect(form.triggers[0]?.text).not.toBe('');
    expect(trialOf(form).action.kind).toBe(form.kind);
  });

  it('are nothing where none has the name', () => {
    expect(newForm('?like=toString', [], jobDefaults).name).toBe('');
  });
});
