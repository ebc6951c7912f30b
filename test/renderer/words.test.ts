import { describe, expect, it, onTestFinished } from 'vitest';
import { lastTried, readRecent } from '#contract/recent.ts';
import type { Run } from '#contract/run.ts';
import { outcomeOf } from '../../renderer/history/outcome.ts';
import { say, sayJump } from '../../renderer/now/attention-words.ts';
import { nameFor, readSentence } from '../../renderer/now/sentence.ts';
import { endsInWords } from '../../renderer/state/announce.ts';
import { failure, failuresInRow, succeeded, tagCounts, usualMs } from '../../renderer/state/job-facts.ts';
import { keyName } from '../../renderer/ui/keys.ts';
import { lateMs, markOf, setLateAfter, shownAt } from '../../renderer/ui/mark.ts';
import { errorDetail, latenessOf, outcome, runRemark } from '../../renderer/ui/run-words.ts';
import { shellTokens } from '../../renderer/ui/shell-tokens.ts';
import { aRun } from './samples.ts';

const MINUTE = 60_000;

describe('a sentence', () => {
  it.each([
    ['every day at 9:00 run backup.sh', 'every day at 9:00', 'backup.sh'],
    ['every hour RUN npm run build', 'every hour', 'npm run build'],
    ['every hour', 'every hour', ''],
    ['run date', '', 'date'],
    ['every hour runs', 'every hour runs', ''],
  ])('%s', (said, schedule, command) => expect(readSentence(said)).toEqual({ schedule, command }));

  it('names the job after its command, short and not twice', () => {
    expect(nameFor('  git   fetch ', new Set())).toBe('git fetch');
    expect(nameFor('Date', new Set(['date', 'date 2']))).toBe('Date 3');
    expect(nameFor('x'.repeat(80), new Set())).toHaveLength(60);
  });
});

describe('what needs attention', () => {
  it.each([
    [aRun({ status: 'failed', exitCode: 1 }), 1, 'Failed · exit 1'],
    [aRun({ status: 'failed', exitCode: 1 }), 2, 'Failed twice in a row · exit 1'],
    [aRun({ status: 'timed-out' }), 1, 'Timed out'],
    [aRun({ status: 'timed-out' }), 3, 'Failed three times in a row · timed out'],
    [aRun({ status: 'interrupted' }), 1, 'Interrupted'],
  ])('is said once', (run, inRow, words) => {
    const item = { kind: 'failing', key: 'failing:1:1', jobId: 1, job: 'Backup', at: 0, run, inRow } as const;
    expect(say(item, 'once', MINUTE).words).toBe(words);
  });
});

describe('a clock that was set', () => {
  const HOUR = 60 * MINUTE;
  const jump = (ms: number, madeUp = 0, letGo = 0) =>
    sayJump({ kind: 'clock-jump', key: 'clock-jump:1', at: 10 * HOUR + ms, from: 10 * HOUR, madeUp, letGo }, 10 * HOUR)
      .words;

  it('is told by how much, which way, and with the bells it passed over', () => {
    expect(jump(HOUR)).toMatch(/^Set forward 1 h, from 10:00.* to 11:00[^·]*$/);
    expect(jump(HOUR, 1, 2)).toMatch(/ · 1 bell made up · 2 bells let go$/);
    expect(jump(-90_000)).toMatch(/^Set back 1 m 30 s, from .+ · what had rung does not ring again$/);
  });
});

describe('tags', () => {
  it('are counted, in the order in which people count', () => {
    const tagged = ['web', 'week-10', 'week-9', 'web'].map((tag) => ({ tags: [tag] }));
    expect(tagCounts(tagged)).toEqual([
      ['web', 2],
      ['week-9', 1],
      ['week-10', 1],
    ]);
  });
});

describe('what is said of a run', () => {
  const failed = (changes: Partial<Run>) => aRun({ status: 'failed', exitCode: null, ...changes });

  it.each([
    [failed({ exitCode: 1, error: 'Exit code 1.' }), 'exit 1', null],
    [failed({ exitCode: 127, error: 'Exit code 127: “rsync” was not found.' }), 'exit 127', '“rsync” was not found.'],
    [failed({ signal: 'SIGKILL', error: 'Out of memory\nat x' }), 'ended by SIGKILL', 'Out of memory'],
    [failed({ error: 'Cannot find module\nat x' }), 'Cannot find module', null],
    [failed({ exitCode: 0, error: 'The output has “ERROR”.' }), 'The output has “ERROR”.', null],
    [aRun({ status: 'timed-out' }), 'timed out', null],
    [aRun({ status: 'missed', reason: 'asleep' }), 'asleep', null],
    [aRun(), '', null],
  ])('%#: %s', (run, ending, detail) => {
    expect(outcome(run)).toBe(ending);
    expect(errorDetail(run)).toBe(detail);
  });

  it('counts attempts and occurrences', () => {
    expect(runRemark(failed({ exitCode: 2, attempt: 3, attempts: 3 }), 0)).toEqual({
      text: 'exit 2, attempt 3 of 3',
      tone: 'fail',
    });
    expect(runRemark(aRun({ status: 'queued', reason: 'on-battery' }), 0).text).toMatch(
      /^waiting since .*, on battery$/,
    );
    expect(runRemark(aRun({ status: 'missed', reason: 'asleep', count: 3 }), 0).text).toMatch(
      /^missed, asleep · 3 times until /,
    );
  });

  it('calls late what began a minute or more after its time, but nothing done by hand', () => {
    const begun = (ms: number, cause: Run['cause'] = 'schedule') => aRun({ dueAt: 0, startedAt: ms, cause });
    expect([begun(MINUTE - 1), begun(MINUTE), begun(MINUTE, 'by-hand')].map(markOf)).toEqual([
      'succeeded',
      'late',
      'succeeded',
    ]);
    expect(lateMs(begun(MINUTE, 'by-hand'))).toBe(0);
    expect(runRemark(begun(3 * MINUTE), 0)).toMatchObject({ tone: 'late', text: expect.stringMatching(/, 3 m late$/) });
    expect(runRemark(begun(MINUTE - 1), 0)).toEqual({ text: '', tone: 'meta' });
  });

  it('calls late what the settings say, in every place', () => {
    onTestFinished(() => setLateAfter(MINUTE));
    const begun = (ms: number) => aRun({ dueAt: 0, startedAt: ms, finishedAt: ms });
    setLateAfter(10_000);
    expect([begun(9_999), begun(10_000)].map(markOf)).toEqual(['succeeded', 'late']);
    expect([begun(9_999), begun(10_000)].map(latenessOf)).toEqual([null, '10 s late']);
    expect(outcomeOf(begun(12_000), [])).toMatch(/^Due .*, 12 s late/);
    setLateAfter(5 * MINUTE);
    expect(markOf(begun(3 * MINUTE))).toBe('succeeded');
    expect(runRemark(begun(3 * MINUTE), 0).text).toBe('');
  });

  it('is shown to the minute where its schedule is', () => {
    expect(shownAt(aRun({ dueAt: 5 * MINUTE, startedAt: 5 * MINUTE + 3210 }))).toBe(5 * MINUTE);
    expect(shownAt(aRun({ dueAt: 5 * MINUTE + 1000, startedAt: 5 * MINUTE + 3210 }))).toBe(5 * MINUTE + 3000);
  });

  it('is announced in a sentence, many together', () => {
    expect(endsInWords([failed({ error: 'No answer.' })])).toBe('Backup failed. No answer.');
    expect(endsInWords([aRun(), aRun(), aRun(), failed({})])).toBe('4 runs finished, 1 failed.');
  });
});

describe('what is known of a job', () => {
  const recent = (...statuses: Run['status'][]) => ({
    recent: statuses.map((status, at) => `${status}.${at + 1}.1000`).join(' '),
  });

  it('fails until it succeeds again, whatever was skipped meanwhile', () => {
    expect(failure(recent('skipped', 'failed', 'success'))?.id).toBe(2);
    expect(failure(recent('success', 'failed'))).toBeNull();
    expect(failuresInRow(recent('failed', 'missed', 'timed-out', 'success', 'failed'))).toBe(2);
  });

  it('is read from one text, with runs that never started', () => {
    const text = 'missed.9. timed-out.8.60000 success.7.0';
    expect(readRecent(text)).toEqual([
      { status: 'missed', id: 9, ms: null },
      { status: 'timed-out', id: 8, ms: 60_000 },
      { status: 'success', id: 7, ms: 0 },
    ]);
    expect(lastTried(text)).toEqual({ status: 'timed-out', id: 8, ms: 60_000 });
    expect(readRecent('')).toEqual([]);
    expect(lastTried('missed.9. skipped.8.')).toBeNull();
  });

  it('usually takes the median of its successes', () => {
    expect(usualMs({ usual: { medianMs: 2000, lowMs: 1000, highMs: 9000, count: 3 } })).toBe(2000);
    expect(usualMs({ usual: null })).toBeNull();
  });

  it('succeeded so often among those that were tried', () => {
    const trend = (['success', 'cancelled', 'failed', 'success', 'success'] as const).map((status, id) => ({
      ...{ id, at: id, ms: 1, status },
    }));
    expect(succeeded(trend, 30)).toEqual({ good: 3, all: 4 });
    expect(succeeded(trend, 3)).toEqual({ good: 2, all: 3 });
    expect(succeeded([], 3)).toEqual({ good: 0, all: 0 });
  });
});

describe('keys and code', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  });

  it('are named by what is pressed, ⌘ being the modifier on macOS', () => {
    expect(keyName(press('P', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+shift+p');
    expect(keyName(press('p', { ctrlKey: true }), true)).toBe('other+p');
    expect(keyName(press('p', { metaKey: true }), true)).toBe('mod+p');
    expect([press(' '), press('?', { shiftKey: true }), press('ArrowDown')].map((one) => keyName(one, false))).toEqual([
      'space',
      '?',
      'arrowdown',
    ]);
  });

  it('a shell line keeps every character and knows its commands', () => {
    const line = 'A=1 pg_dump "$X" | zstd -19 > out # done';
    const tokens = shellTokens(line);
    expect(tokens.map(({ text }) => text).join('')).toBe(line);
    expect(tokens.filter(({ kind }) => kind === 'command').map(({ text }) => text)).toEqual(['pg_dump', 'zstd']);
    expect(tokens.at(-1)).toEqual({ kind: 'comment', text: '# done' });
  });
});
