import { describe, expect, it } from 'vitest';
import { belfryAtDoor } from './belfry-at-door.ts';

const { at, belfry, json } = belfryAtDoor();
const FILE = import.meta.filename;

describe('jobs on the command line', () => {
  it('adds one with all that can be said about it', async () => {
    const options =
      '--name Backup --cron|30 2 * * *|--every|90 minutes|--at|2999-01-01T00:00:00Z|--tz|Europe/Paris|--command|tar cf x y' +
      '|--tag a --tag b --missed all --overlap queue --timeout|1h 30m|--retries 3 --env A=1 --env B=x=y --cwd /tmp --description|Every night|--disabled';
    const args = options.split('|').flatMap((part, at) => (at % 2 === 0 ? part.trim().split(' ') : [part]));
    const { code, value } = await json('add', ...args);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      id: 1,
      name: 'Backup',
      kind: 'command',
      enabled: false,
      tags: ['a', 'b'],
      zone: 'Europe/Paris',
    });
    expect(value).toMatchObject({
      description: 'Every night',
      environment: { A: '1', B: 'x=y' },
      workingDirectory: '/tmp',
    });
    expect(value.policy).toMatchObject({
      missed: 'all',
      overlap: { mode: 'queue', limit: 1 },
      timeoutMs: 5_400_000,
      retry: { count: 3 },
    });
    expect(value.triggers.map(({ spec }: { spec: object }) => spec)).toEqual([
      { kind: 'cron', expression: '30 2 * * *' },
      {
        kind: 'interval',
        every: 90,
        unit: 'minute',
        anchor: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      { kind: 'once', at: '2999-01-01T00:00:00.000Z' },
    ]);
    expect(at.door.app.jobs.get(1)?.action).toEqual({
      kind: 'command',
      run: { by: 'shell', line: 'tar cf x y' },
    });
  });

  it('adds one by words, and a function with arguments', async () => {
    const { value } = await json(
      'add',
      'every weekday at 9:30',
      '--name',
      'f',
      '--function',
      'a/b.mjs:hello',
      '--args',
      '["x",1]',
    );
    expect(value.action).toEqual({
      kind: 'function',
      module: 'a/b.mjs',
      export: 'hello',
      args: ['x', 1],
    });
    expect(value.triggers).toHaveLength(1);
    const { stdout } = await belfry('show', 'f');
    expect(stdout).toContain('a/b.mjs:hello("x", 1)');
  });

  it('adds a request and a mail, and edits what is named of them', async () => {
    const more = '--header|X-One: 1:2|--header|Accept:text/plain|--body|{}|--expect|2xx,304|--match|ok|--insecure';
    const { value } = await json('add', '--name', 'ping', '--http', 'post https://x.test/a', ...more.split('|'));
    const request = {
      ...{ kind: 'http', method: 'POST', url: 'https://x.test/a', headers: { 'X-One': '1:2', Accept: 'text/plain' } },
      ...{ body: '{}', expectStatus: ['2xx', '304'], mustMatch: 'ok', followRedirects: true, verifyTls: false },
    };
    expect(value.action).toEqual(request);
    const edited = await json('edit', 'ping', '--header', 'X-Two:2', '--no-body', '--no-follow', '--no-insecure');
    expect(edited.value.action).toEqual({
      ...{ ...request, body: null, followRedirects: false, verifyTls: true },
      headers: { ...request.headers, 'X-Two': '2' },
    });
    expect((await json('edit', 'ping', '--http', 'https://y.test')).value.action).toMatchObject({
      ...{ method: 'POST', url: 'https://y.test', mustMatch: 'ok' },
    });
    expect((await belfry('show', 'ping')).stdout).toContain('POST https://y.test');

    const mail = '--email|a@b.test,Bee <b@b.test>|--cc|c@b.test|--subject|Hello|--text|There|--attach|/tmp/x.txt';
    expect((await json('add', '--name', 'mail', ...mail.split('|'))).value.action).toEqual({
      ...{ kind: 'email', to: ['a@b.test', 'Bee <b@b.test>'], cc: ['c@b.test'], bcc: [], subject: 'Hello' },
      ...{ text: 'There', attachments: ['/tmp/x.txt'] },
    });
    expect((await json('edit', 'mail', '--subject', 'Again', '--no-attach')).value.action).toMatchObject({
      ...{ subject: 'Again', text: 'There', attachments: [] },
    });
    expect((await belfry('show', 'mail')).stdout).toContain('to a@b.test, Bee <b@b.test>, c@b.test: Again');
  });

  it.each([
    ['http', 2, ['add', '--name', 'a', '--http', 'GET https://x.test now']],
    ['header', 2, ['add', '--name', 'a', '--http', 'https://x.test', '--header', 'none']],
    ['header', 2, ['add', '--name', 'a', '--command', 'x', '--header', 'A:b']],
    ['body', 2, ['add', '--name', 'a', '--http', 'https://x.test', '--body', 'x', '--body-file', FILE]],
    ['body-file', 2, ['add', '--name', 'a', '--http', 'https://x.test', '--body-file', '/nowhere/at all']],
    ['http', 2, ['add', '--name', 'a', '--http', 'https://x.test', '--email', 'a@b.test']],
    ['text', 2, ['add', '--name', 'a', '--email', 'a@b.test', '--text', 'x', '--text-file', FILE]],
    ['action.url', 1, ['add', '--name', 'a', '--http', 'ftp://x.test']],
    ['action.method', 1, ['add', '--name', 'a', '--http', 'TRACE https://x.test']],
    ['action.expectStatus.0', 1, ['add', '--name', 'a', '--http', 'https://x.test', '--expect', 'fine']],
    ['action.mustMatch', 1, ['add', '--name', 'a', '--http', 'https://x.test', '--match', '(']],
    ['action.headers.Host Name', 1, ['add', '--name', 'a', '--http', 'https://x.test', '--header', 'Host Name:x']],
    ['action.to.0', 1, ['add', '--name', 'a', '--email', 'nobody']],
    ['name', 2, ['add', '--command', 'x']],
    ['command', 2, ['add', '--name', 'a']],
    ['command', 2, ['add', '--name', 'a', '--command', 'x', '--function', 'a.mjs:b']],
    ['every', 2, ['add', '--name', 'a', '--command', 'x', '--every', '-5m']],
    ['every', 2, ['add', '--name', 'a', '--command', 'x', '--every', '0m']],
    ['at', 2, ['add', '--name', 'a', '--command', 'x', '--at', '2026-13-01']],
    ['missed', 2, ['add', '--name', 'a', '--command', 'x', '--missed', 'never']],
    ['env', 2, ['add', '--name', 'a', '--command', 'x', '--env', 'A']],
    ['args', 2, ['add', '--name', 'a', '--function', 'a.mjs:b', '--args', '{}']],
    ['function', 2, ['add', '--name', 'a', '--function', 'a.mjs']],
    ['retries', 2, ['add', '--name', 'a', '--command', 'x', '--retries', '1.5']],
    ['name', 1, ['add', '--name', '', '--command', 'x']],
    ['name', 1, ['add', '--name', 'x'.repeat(100_000), '--command', 'x']],
    ['zone', 1, ['add', '--name', 'a', '--command', 'x', '--tz', 'Mars/Olympus']],
    ['action.module', 1, ['add', '--name', 'a', '--function', '../a.mjs:b']],
    ['environment.A B', 1, ['add', '--name', 'a', '--command', 'x', '--env', 'A B=1']],
    ['job', 1, ['show', 'nobody']],
    ['job', 1, ['rm', '77']],
    ['id', 1, ['stop', '99']],
    ['until', 2, ['pause', '--until', 'blurb blurb']],
    ['limit', 2, ['history', '--limit', '0']],
    ['status', 2, ['history', '--status', 'great']],
  ])('refuses, naming %s, with exit code %i', async (field, code, args) => {
    const [{ code: was, value }, plain] = await Promise.all([json(...args), belfry(...args)]);
    expect(value.error).toMatchObject({
      field,
      message: expect.stringMatching(/[.)]$/),
    });
    expect(was).toBe(code);
    expect(at.door.app.jobs.size).toBe(0);
    expect(plain).toMatchObject({ code, stdout: '' });
    expect(plain.stderr).toMatch(/^belfry: [^\n]+\n$/);
  });

  it('adds one that something else than the clock sets off', async () => {
    await json('add', '--name', 'first', '--command', 'true');
    const { value } = await json(
      ...['add', '--name', 'second', '--command', 'true', '--on', 'start', '--on', 'wake', '--after', 'first:failure'],
      ...['--after', 'first', '--files', '/tmp/in/*.csv', '--files', '~/x', '--settle', '5s'],
    );
    expect(value.triggers.map(({ spec }: { spec: object }) => spec)).toEqual([
      { kind: 'start' },
      { kind: 'wake' },
      { kind: 'after', job: 1, on: 'failure' },
      { kind: 'after', job: 1, on: 'success' },
      { kind: 'files', paths: ['/tmp/in/*.csv', '~/x'], settleMs: 5000 },
    ]);
    const unknown = await belfry('add', '--name', 'third', '--command', 'true', '--after', 'nobody');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('nobody')]);
    expect((await belfry('add', '--name', 'x', '--command', 'true', '--on', 'monday')).code).toBe(2);
    expect((await belfry('add', '--name', 'x', '--command', 'true', '--settle', '1s')).code).toBe(2);
  });

  it('adds one with conditions, changes them and takes them off', async () => {
    const given = ['--if', 'mains', '--if', 'idle=10m', '--unmet', 'wait=2h'];
    const { value } = await json('add', '--name', 'careful', '--command', 'true', ...given);
    const waiting = { unmet: 'wait', waitMs: 7_200_000 };
    const none = { mains: 'settings', online: false, unmetered: 'settings', outsideQuietHours: false, idleMs: null };
    expect(value.policy.conditions).toEqual({ ...none, mains: 'only', idleMs: 600_000, ...waiting });
    const changed = await json('edit', 'careful', '--if', 'online', '--if', 'not-quiet');
    const now = { ...none, online: true, outsideQuietHours: true, ...waiting };
    expect(changed.value.policy.conditions).toEqual(now);
    const off = await json('edit', 'careful', '--no-if', '--unmet', 'skip');
    expect(off.value.policy.conditions).toEqual({ ...none, ...waiting, unmet: 'skip' });
    expect((await belfry('edit', 'careful', '--if', 'sunny')).code).toBe(2);
    expect((await belfry('edit', 'careful', '--unmet', 'weep')).code).toBe(2);
  });

  it('lets a job run where settings hold others, or ask for itself, not both', async () => {
    const rules = async (...args: string[]) => {
      const { mains, unmetered } = (await json('edit', 'hardy', ...args)).value.policy.conditions;
      return [mains, unmetered];
    };
    await json('add', '--name', 'hardy', '--command', 'true', '--even', 'battery', '--even', 'metered');
    expect(await rules('--if', 'online')).toEqual(['any', 'any']);
    expect((await belfry('show', 'hardy')).stdout).toContain(
      'online; else skip; even on battery and on metered networks',
    );
    expect(await rules('--if', 'unmetered')).toEqual(['any', 'only']);
    expect((await belfry('show', 'hardy')).stdout).toContain('on an unmetered network; else skip; even on battery');
    expect(await rules('--no-even')).toEqual(['settings', 'only']);
    expect(await rules('--no-if', '--even', 'metered')).toEqual(['settings', 'any']);
    expect(await rules('--if', 'mains', '--even', 'metered')).toEqual(['only', 'any']);
    const both = await belfry('edit', 'hardy', '--if', 'mains', '--even', 'battery');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('cannot both hold')]);
    expect((await belfry('edit', 'hardy', '--even', 'sunday')).code).toBe(2);
  });

  it('keeps so many runs, so long, so much of each, or as the settings say', async () => {
    const added = await json('add', '--name', 'a', '--command', 'true', '--keep-runs', '100', '--keep-output', '1 MB');
    expect(added.value.policy.retention).toEqual({ runs: 100, days: null, outputCapBytes: 1_000_000 });
    expect((await belfry('show', 'a')).stdout).toMatch(/^Keep +the last 100 runs, 1\.0 MB of output each$/m);
    const edited = await json('edit', 'a', '--keep-days', '7');
    expect(edited.value.policy.retention).toEqual({ runs: 100, days: 7, outputCapBytes: 1_000_000 });
    const back = await json('edit', 'a', '--no-keep');
    expect(back.value.policy.retention).toEqual({ runs: null, days: null, outputCapBytes: null });
    for (const wrong of ['0', '-1', 'many', '1.5']) {
      expect(await belfry('edit', 'a', `--keep-runs=${wrong}`)).toMatchObject({ code: 2 });
    }
    expect((await belfry('edit', 'a', '--keep-output', 'lots')).stderr).toContain('a size such as');
  });

  it('edits what is named and leaves the rest', async () => {
    await belfry(
      'add',
      '--name',
      'a',
      '--cron',
      '* * * * *',
      '--command',
      'x',
      '--env',
      'A=1',
      '--missed',
      'skip',
      '--timeout',
      '5s',
    );
    await belfry('edit', 'a', '--name', 'b', '--retries', '2', '--env', 'B=2');
    expect(at.door.app.jobs.get(1)).toMatchObject({
      ...{
        name: 'b',
        environment: { A: '1', B: '2' },
        triggers: [{ spec: { expression: '* * * * *' } }],
      },
      policy: {
        missed: 'skip',
        timeoutMs: 5000,
        retry: { count: 2, delayMs: 10_000 },
      },
    });
    await belfry('edit', 'b', '--no-schedule', '--no-env', '--no-timeout', '--command', 'y');
    expect(at.door.app.jobs.get(1)).toMatchObject({
      triggers: [],
      environment: {},
      policy: { missed: 'skip', timeoutMs: null },
    });
    expect(await belfry('edit', 'b')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Name something to change'),
    });
  });

  it('names a job by its name first, by its id second', async () => {
    const [one, two] = [await at.door.app.addJob('first'), await at.door.app.addJob('1')];
    expect((await json('show', '1')).value.id).toBe(two.id);
    expect((await json('show', '2')).value.name).toBe('1');
    expect((await json('disable', 'first')).value).toMatchObject({
      id: one.id,
      enabled: false,
    });
    expect((await json('enable', 'first')).value).toMatchObject({
      enabled: true,
    });
    expect((await json('rm', 'first')).code).toBe(0);
    expect([...at.door.app.jobs.keys()]).toEqual([two.id]);
  });

  it('lists them newest first, in JSON with exactly the names of the contract', async () => {
    expect((await belfry('ls')).stdout).toBe('No jobs.\n');
    await belfry('add', '--name', 'old', '--cron', '* * * * *', '--command', 'x', '--tag', 't');
    const job = await at.door.app.addJob('evil');
    // No door lets such a name in; an older store or another program may.
    job.name = 'evil \u001b[31m\nname\u202e';
    at.door.app.addRun(job);
    at.door.app.end(1, 'failed', 'It broke.');
    const { value } = await json('ls');
    expect(value).toEqual([
      {
        ...{
          id: 2,
          name: 'evil \u001b[31m\nname\u202e',
          enabled: true,
          kind: 'command',
          schedule: null,
          nextRunAt: null,
        },
        ...{
          pausedUntil: null,
          lastStatus: 'failed',
          lastStartedAt: '2026-02-25T06:13:21.005Z',
          tags: [],
        },
      },
      {
        ...{
          id: 1,
          name: 'old',
          enabled: true,
          kind: 'command',
          schedule: 'cron',
          nextRunAt: null,
        },
        ...{
          pausedUntil: null,
          lastStatus: null,
          lastStartedAt: null,
          tags: ['t'],
        },
      },
    ]);
    const { stdout } = await belfry('ls');
    expect(stdout.split('\n')).toHaveLength(4);
    for (const mark of ['\u001b', '\u202e']) expect(stdout).not.toContain(mark);
  });
});
