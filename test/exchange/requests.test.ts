import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '#contract/api.ts';
import { type Job, type JobDraft, jobDraft } from '#contract/job.ts';
import type { Neighbours } from '#core/ports.ts';
import { createNeighbours } from '#desktop/neighbours.ts';
import { exchangeHandlers } from '#handlers/exchange.ts';
import { NOW } from './context.ts';

const CRONTAB = '# Nightly\n0 2 * * * backup\n0 0 L * * never\n*/5 * * * * ping\n';

describe('requests', () => {
  let jobs: Job[];
  let handlers: Pick<
    Handlers,
    'exchange.read' | 'exchange.import' | 'exchange.export' | 'exchange.save' | 'exchange.found'
  >;
  let saved: string[];

  const create = async (draft: JobDraft): Promise<Job> => {
    const id = jobs.length + 10;
    const triggers = draft.triggers.map((spec, at) => ({ id: at + 1, spec, cursor: 0 }));
    const job = { ...draft, id, triggers, nextRunAt: null, pause: null, skipUntil: null, createdAt: 0, updatedAt: 0 };
    jobs.push(job);
    return job;
  };

  beforeEach(() => {
    jobs = [];
    saved = [];
    const neighbours: Neighbours = {
      ...{ home: '/home/ana', user: 'ana', shell: '/bin/sh' },
      find: async () => [
        { from: 'crontab', place: 'crontab -l', text: CRONTAB },
        { from: 'systemd', place: '/x', text: 'nothing' },
      ],
      save: async (files) => {
        saved = files.map(({ name }) => name);
        return '/out';
      },
    };
    handlers = exchangeHandlers({
      ...{ neighbours, create, zone: () => 'UTC', clock: { now: () => NOW, monotonic: () => 0 } },
      sharedVariables: () => ({ REGION: 'north', LEVEL: 'all' }),
      jobs: async () => jobs,
      find: async (ref) => jobs.find(({ id, name }) => id === ref || name === ref) as Job,
    });
  });

  it('read without making anything, with words and next runs', async () => {
    await create(jobDraft.parse({ name: 'NIGHTLY', action: { kind: 'command', run: { by: 'shell', line: 'x' } } }));
    const { from, jobs: found, notes } = await handlers['exchange.read']({ from: null, text: CRONTAB });
    expect(jobs).toHaveLength(1);
    expect(from).toBe('crontab');
    expect(found.map(({ draft, schedule }) => [draft.name, schedule])).toEqual([
      ['Nightly 2', ['Every day at 02:00']],
      ['ping', ['Every 5 minutes']],
    ]);
    expect(found[1]?.next.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '10:25',
      '10:30',
      '10:35',
    ]);
    expect(notes.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  });

  it('import all or those chosen, names made different', async () => {
    await handlers['exchange.import']({ from: null, text: CRONTAB });
    const second = await handlers['exchange.import']({ from: 'crontab', text: CRONTAB, choose: [1, 1] });
    expect(jobs.map(({ name }) => name)).toEqual(['Nightly', 'ping', 'ping 2']);
    expect(second.jobs.map(({ name }) => name)).toEqual(['ping 2']);
    await expect(handlers['exchange.import']({ from: null, text: CRONTAB, choose: [2] })).rejects.toMatchObject({
      field: 'choose',
    });
    await expect(handlers['exchange.import']({ from: null, text: 'dear all' })).rejects.toMatchObject({
      field: 'from',
    });
    expect(jobs).toHaveLength(3);
  });

  it('keep jobs after one another through an export and an import', async () => {
    const draft = (name: string, triggers: JobDraft['triggers'] = []) =>
      jobDraft.parse({ name, triggers, action: { kind: 'command', run: { by: 'shell', line: 'x' } } });
    await create(draft('A'));
    await create(draft('B', [{ kind: 'after', job: 10, on: 'success' }]));
    await create(draft('C', [{ kind: 'after', job: 11, on: 'failure' }]));
    const { files } = await handlers['exchange.export']({ to: 'belfry', jobs: ['C', 'B', 'A', 'C'] });
    const text = files[0]?.text ?? '';
    await handlers['exchange.import']({ from: null, text });
    const byName = (name: string) => jobs.find((job) => job.name === name) as Job;
    expect(byName('C 2').triggers[0]?.spec).toEqual({ kind: 'after', job: byName('B 2').id, on: 'failure' });
    expect(byName('B 2').triggers[0]?.spec).toEqual({ kind: 'after', job: byName('A 2').id, on: 'success' });
    // Chosen without those they came after, they lose that trigger, which is said.
    const alone = await handlers['exchange.import']({ from: null, text, choose: [0] });
    expect(alone.jobs[0]?.triggers).toEqual([]);
    expect(alone.notes[0]).toMatchObject({ kind: 'refused', job: 0, text: expect.stringContaining('“B”') });
    const without = await handlers['exchange.export']({ to: 'belfry', jobs: ['B'] });
    expect(without.notes[0]?.text).toMatch(/comes after a job that is not exported/);
  });

  it('export variables of all jobs under the job’s own, but to another Belfry the job as it is', async () => {
    const action = { kind: 'command', run: { by: 'shell', line: 'x' } } as const;
    await create(
      jobDraft.parse({
        name: 'A',
        action,
        triggers: [{ kind: 'cron', expression: '0 2 * * *' }],
        environment: { LEVEL: 'own' },
      }),
    );
    const to = async (format: 'systemd' | 'belfry') =>
      (await handlers['exchange.export']({ to: format })).files.map(({ text }) => text).join('');
    expect(await to('systemd')).toMatch(/REGION=north[\s\S]*LEVEL=own|LEVEL=own[\s\S]*REGION=north/);
    expect(await to('systemd')).not.toContain('LEVEL=all');
    expect(await to('belfry')).not.toContain('REGION');
  });

  it('save files, and tell what was found here', async () => {
    await handlers['exchange.import']({ from: null, text: CRONTAB });
    expect(await handlers['exchange.save']({ to: 'systemd' })).toMatchObject({ folder: '/out', files: saved });
    expect(saved).toEqual(['nightly.timer', 'nightly.service', 'ping.timer', 'ping.service']);
    expect(await handlers['exchange.found'](undefined)).toEqual([
      { from: 'crontab', place: 'crontab -l', text: CRONTAB, names: ['Nightly', 'ping'], refused: 1 },
    ]);
  });
});

describe('schedulers of this computer', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'belfry-home-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const command = async (text: string) => {
    const path = join(home, 'command');
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const put = async (folder: string, name: string, text: string) => {
    await mkdir(join(home, folder), { recursive: true });
    await writeFile(join(home, folder, name), text);
  };
  const look = (platform: NodeJS.Platform, given: object = {}) =>
    createNeighbours({
      platform,
      home,
      crontab: '/nowhere',
      schtasks: '/nowhere',
      choose: async () => home,
      ...given,
    }).find();

  it('are asked for the crontab and the user’s timers on Linux', async () => {
    const folder = '.config/systemd/user';
    await put(folder, 'a.timer', '[Timer]\nOnCalendar=daily\n');
    await put(folder, 'a.service', '[Service]\nExecStart=/bin/true\n');
    await put(folder, 'notes.txt', 'no');
    await put(folder, 'huge.timer', '#'.repeat(300 * 1024));
    const found = await look('linux', { crontab: await command('[ "$*" = -l ] && echo "0 1 * * * x"') });
    expect(found).toEqual([
      { from: 'crontab', place: 'crontab -l', text: '0 1 * * * x\n' },
      { from: 'systemd', place: join(home, folder), text: expect.stringMatching(/^# a\.service\n[\s\S]*# a\.timer\n/) },
    ]);
    expect(found[1]?.text).not.toMatch(/huge|notes/);
  });

  it('are asked for launch agents on macOS and tasks on Windows', async () => {
    await put('Library/LaunchAgents', 'x.plist', '<plist/>');
    expect(await look('darwin')).toMatchObject([{ from: 'launchd', text: '<!-- x.plist -->\n<plist/>\n' }]);
    const schtasks = await command('printf "\\377\\376<\\0T\\0"');
    expect(await look('win32', { schtasks })).toEqual([
      { from: 'task-scheduler', place: 'schtasks /query /xml', text: '<T' },
    ]);
  });

  it('that hold nothing, fail or flood are none', async () => {
    expect(await look('linux', { crontab: await command('echo no crontab >&2; exit 1') })).toEqual([]);
    expect(await look('linux', { crontab: await command('yes') })).toEqual([]);
    expect(await look('win32')).toEqual([]);
  });

  it('get files written where none is in the way', async () => {
    const { save } = createNeighbours({ home, choose: async () => home });
    expect(await save([{ name: 'a.timer', text: 'one' }])).toBe(home);
    await expect(
      save([
        { name: 'b.timer', text: 'x' },
        { name: 'a.timer', text: 'two' },
      ]),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(join(home, 'a.timer'), 'utf8')).toBe('one');
    await expect(readFile(join(home, 'b.timer'), 'utf8')).rejects.toThrow();
    const none = createNeighbours({ home, choose: async () => null });
    expect(await none.save([{ name: 'c', text: '' }])).toBeNull();
  });
});
