import { beforeEach, describe, expect, it, vi } from 'vitest';
import { action } from '#contract/action.ts';
import type { JobDraft } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { blankForm, changesTo, draftOf, type Form, formOfJob, problemAt, trialOf } from '../../renderer/editor/form.ts';
import { readDuration, spellDuration } from '../../renderer/editor/spell.ts';
import { aJob } from './samples.ts';

const DAILY: TriggerSpec = { kind: 'cron', expression: '0 9 * * *' };
const request = vi.fn();

beforeEach(() => {
  request.mockReset();
  request.mockImplementation(async (_name: string, { schedule }: { schedule: string }) =>
    schedule === 'blue moon'
      ? { ok: false, error: { code: 'invalid', message: '“blue” is not understood.' } }
      : { ok: true, result: { spec: DAILY } },
  );
  vi.stubGlobal('window', { belfry: { request, platform: 'linux' } });
});

const form = (changes: Partial<Form> = {}): Form => ({ ...blankForm(), name: 'Backup', line: 'pg_dump', ...changes });
const trigger = (text: string) => [{ key: 1, text, stored: null, event: null }];
const fieldOf = (changes: Partial<Form>) =>
  draftOf(form(changes)).then(
    () => 'no refusal',
    (error) => error.field,
  );

describe('a form of each kind', () => {
  const kinds: JobDraft['action'][] = [
    { kind: 'script', text: 'a\nb\n', interpreter: 'python', args: ['x', 'y z'], stopAtFirstError: false },
    { kind: 'script', text: 'a', interpreter: '/usr/bin/ruby', args: [], stopAtFirstError: true },
    { kind: 'sql', statements: 'SELECT 1;', database: { engine: 'sqlite', file: '~/a.db', create: true } },
    { kind: 'sql', statements: 'SELECT 1;', database: { engine: 'mysql', url: 'mysql://me@db/shop' } },
  ];

  it.each(kinds)('gives back what it was made of: %j', async (action) => {
    const draft = await draftOf(formOfJob(aJob({ action })));
    expect(draft.action).toEqual(action);
  });

  it('can be tried before it has a name or a schedule that is understood', () => {
    const typed = form({ name: '', triggers: trigger('blue moon'), timeout: '5 s', workingDirectory: ' ~/x ' });
    expect(trialOf(typed)).toMatchObject({
      action: { kind: 'command', run: { line: 'pg_dump' } },
      ...{ policy: { timeoutMs: 5000 }, environment: {}, workingDirectory: '~/x' },
    });
    expect(() => trialOf(form({ kind: 'function', json: '{' }))).toThrow('no JSON');
    expect(() => trialOf(form({ timeout: 'soon' }))).toThrow('Write a time');
  });
});

describe('from form to draft', () => {
  it('reads tags, times, variables and the schedule', async () => {
    const draft = await draftOf(
      form({
        tags: '#db, backup #db',
        timeout: '1 h 30 m',
        triggers: trigger(' every day at 9:00 '),
        environment: [
          { key: 1, name: ' PATH ', value: '/bin' },
          { key: 2, name: '', value: '' },
        ],
        workingDirectory: ' ',
      }),
    );
    expect(draft).toMatchObject({
      tags: ['db', 'backup'],
      policy: { timeoutMs: 5_400_000 },
      triggers: [DAILY],
      environment: { PATH: '/bin' },
      workingDirectory: null,
      zone: null,
    });
    expect(request.mock.calls[0]?.[1]).toMatchObject({ schedule: 'every day at 9:00', count: 0 });
  });

  it('makes each kind of action', async () => {
    const action = async (changes: Partial<Form>) => (await draftOf(form(changes))).action;
    expect(await action({ by: 'program', program: ' rsync ', args: '-a\nb c' })).toEqual({
      kind: 'command',
      run: { by: 'program', program: 'rsync', args: ['-a', 'b c'] },
    });
    expect(await action({ kind: 'function', module: 'a.mjs', exported: 'go', json: '["x", 5]' })).toEqual({
      kind: 'function',
      module: 'a.mjs',
      export: 'go',
      args: ['x', 5],
    });
  });

  it('makes requests and mails', async () => {
    const blank = blankForm();
    const http = {
      ...{ ...blank.http, method: 'POST', url: ' https://x.test ', body: '{}', expect: '2XX, 304', mustMatch: 'ok' },
      headers: [
        { key: 1, name: ' Accept ', value: 'text/plain' },
        { key: 2, name: '', value: '' },
      ],
      signIn: { by: 'password' as const, name: 'ann', secret: 'p:w' },
    };
    expect((await draftOf(form({ kind: 'http', http }))).action).toEqual({
      ...{ kind: 'http', method: 'POST', url: 'https://x.test', body: '{}', expectStatus: ['2xx', '304'] },
      headers: { Accept: 'text/plain', Authorization: 'Basic ann:p:w' },
      ...{ mustMatch: 'ok', followRedirects: true, verifyTls: true },
    });
    const email = { ...blank.email, to: 'a@b.test, Bee <b@b.test>;', subject: ' Hi ', attachments: 'x.pdf\n\ny.pdf' };
    expect((await draftOf(form({ kind: 'email', email }))).action).toEqual({
      ...{ kind: 'email', to: ['a@b.test', 'Bee <b@b.test>'], cc: [], bcc: [], subject: 'Hi', text: '' },
      attachments: ['x.pdf', 'y.pdf'],
    });
    const twice = ['a', 'A'].map((name, key) => ({ key, name, value: '1' }));
    expect(await fieldOf({ kind: 'http', http: { ...http, headers: twice } })).toBe('action.headers');
  });

  it('refuses at the field at fault', async () => {
    expect(await fieldOf({ timeout: 'soon' })).toBe('policy.timeoutMs');
    expect(await fieldOf({ kind: 'function', json: '{}' })).toBe('action.args');
    expect(await fieldOf({ kind: 'function', json: '[' })).toBe('action.args');
    expect(await fieldOf({ environment: [1, 2].map((key) => ({ key, name: 'A', value: '' })) })).toBe('environment');
    expect(await fieldOf({ triggers: [...trigger(''), ...trigger('blue moon')] })).toBe('triggers.1');
  });

  it('never lets the longest wait fall below the first', async () => {
    expect((await draftOf(form({ retryDelay: '2 hours' }))).policy.retry).toMatchObject({
      delayMs: 7_200_000,
      ceilingMs: 7_200_000,
    });
  });
});

describe('from job to form and back', () => {
  const interval: TriggerSpec = { kind: 'interval', every: 3, unit: 'hour', anchor: 12_345 };
  const job = aJob({
    tags: ['db'],
    zone: 'Europe/Paris',
    environment: { A: '1' },
    triggers: [{ id: 5, spec: interval, cursor: 0 }],
    schedule: ['Every 3 hours'],
  });

  it('changes nothing where nothing was typed, and keeps the rhythm of an interval', async () => {
    const draft = await draftOf(formOfJob(job));
    expect(draft.triggers).toEqual([interval]);
    expect(changesTo(job, draft)).toEqual({});
    expect(request).not.toHaveBeenCalled();
  });

  it.each([
    {
      kind: 'http',
      url: 'https://x.test',
      headers: { A: '1', Authorization: 'Bearer t' },
      expectStatus: ['2xx', '304'],
    },
    { kind: 'http', url: 'https://x.test', headers: { Authorization: 'Basic YTpi' }, verifyTls: false },
    { kind: 'http', method: 'PURGE', url: 'https://x.test', headers: { Authorization: 'Basic a:b:c' }, body: 'x\n' },
    { kind: 'email', to: ['Ann <a@b.test>', 'b@b.test'], cc: ['c@b.test'], text: 'Hello\n', attachments: ['a b.txt'] },
  ])('leaves $kind as it was', async (given) => {
    const stored = { ...job, action: action.parse(given) };
    expect(changesTo(stored, await draftOf(formOfJob(stored)))).toEqual({});
  });

  it('names only what differs', async () => {
    const draft: Omit<JobDraft, 'enabled'> = await draftOf({ ...formOfJob(job), name: 'Other', zone: '' });
    expect(changesTo(job, draft)).toEqual({ name: 'Other', zone: null });
  });

  it('shows a refusal at its field and those beneath it', () => {
    const error = { field: 'changes.action.run.line', message: 'Give a command.' } as Parameters<typeof problemAt>[0];
    expect([problemAt(error, 'action'), problemAt(error, 'act'), problemAt(error, 'name')]).toEqual([
      'Give a command.',
      null,
      null,
    ]);
  });
});

describe('durations in words', () => {
  it.each([
    ['30 minutes', 1_800_000],
    ['1 h 30 m', 5_400_000],
    ['90s', 90_000],
    ['1.5 hours', 5_400_000],
    ['soon', null],
    ['5', null],
    ['5 apples', null],
    ['', null],
  ])('%s', (words, ms) => expect(readDuration(words)).toBe(ms));

  it.each([0, 250, 1000, 61_000, 90_061_000])('%d ms is understood as it is spelled', (ms) =>
    expect(readDuration(spellDuration(ms))).toBe(ms),
  );
});
