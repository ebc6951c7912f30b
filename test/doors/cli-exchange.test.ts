import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { belfryAtDoor } from './belfry-at-door.ts';

const { at, belfry, json } = belfryAtDoor();
const CRONTAB = '# Nightly backup\n30 2 * * * tar cf x y\n@reboot tmux\n0 0 31 2 * never\n';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-exchange-'));
  await writeFile(join(folder, 'crontab'), CRONTAB);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('import on the command line', () => {
  it('says first what it would make', async () => {
    const { code, stdout } = await belfry('import', join(folder, 'crontab'), '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Would import 2 jobs from crontab\.\nNAME\s+SCHEDULE\s+NEXT\nNightly backup\s+Every day at 02:30\s+\d{4}-/,
    );
    expect(stdout).toMatch(/\nleft out: line 4: This schedule never rings/);
    expect(at.door.app.jobs.size).toBe(0);
    const { value } = await json('import', join(folder, 'crontab'), '--dry-run');
    expect(value.jobs[0]).toMatchObject({
      name: 'Nightly backup',
      schedule: ['Every day at 02:30'],
      next: [expect.stringMatching(/T02:30:00.000Z$/), expect.anything(), expect.anything()],
    });
  });

  it('makes the jobs, from a file or from standard input', async () => {
    const { code, value } = await json('import', join(folder, 'crontab'), '--from', 'crontab');
    expect(code).toBe(0);
    expect(value.jobs.map(({ name }: { name: string }) => name)).toEqual(['Nightly backup', 'tmux']);
    expect(value.notes).toContainEqual(expect.objectContaining({ where: 'line 4', kind: 'refused' }));
    const said = await at.command(['import', '-'], { input: CRONTAB, environment: { BELFRY_DATA: at.door.data } });
    expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Imported 2 jobs\./) });
    expect([...at.door.app.jobs.values()].map(({ name }) => name)).toEqual([
      'Nightly backup',
      'tmux',
      'Nightly backup 2',
      'tmux 2',
    ]);
  });

  it('reads UTF-16, and folders of one kind', async () => {
    await mkdir(join(folder, 'units'));
    await writeFile(join(folder, 'units/a.timer'), '[Timer]\nOnCalendar=daily\n');
    await writeFile(join(folder, 'units/a.service'), '[Service]\nExecStart=/bin/true\n');
    expect((await json('import', join(folder, 'units'))).value.jobs).toMatchObject([{ name: 'a', kind: 'command' }]);
    const task =
      '<Task><Triggers><LogonTrigger/></Triggers><Actions><Exec><Command>a.exe</Command></Exec></Actions></Task>';
    await writeFile(join(folder, 'task.xml'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(task, 'utf16le')]));
    expect((await json('import', join(folder, 'task.xml'))).value.jobs).toMatchObject([{ name: 'task' }]);
  });

  it('refuses what it cannot read, and makes nothing', async () => {
    await writeFile(join(folder, 'binary'), Buffer.from([0, 1, 2, 255]));
    await writeFile(join(folder, 'letter'), 'Dear all,\n');
    await writeFile(join(folder, 'never'), '0 0 31 2 * never\n');
    const ends = async (...args: string[]) => {
      const { code, stderr } = await belfry('import', ...args);
      return [code, stderr];
    };
    expect(await ends(join(folder, 'nowhere'))).toEqual([2, expect.stringContaining('cannot be read')]);
    expect(await ends(join(folder, 'binary'))).toEqual([2, expect.stringContaining('is no text')]);
    expect(await ends(join(folder, 'letter'))).toEqual([1, expect.stringContaining('which scheduler')]);
    expect(await ends(join(folder, 'letter'), '--from', 'cobol')).toEqual([
      2,
      expect.stringContaining('Allowed choices'),
    ]);
    expect(await ends(join(folder, 'never'))).toEqual([1, '']);
    expect(at.door.app.jobs.size).toBe(0);
  });
});

describe('export on the command line', () => {
  beforeEach(async () => {
    await belfry('add', 'every day at 9:00', '--name', 'Morning', '--command', 'date');
    await belfry('add', 'every monday at 9:00', '--name', 'Week', '--command', 'date');
  });

  it('prints one file, with what was left out beside it', async () => {
    await belfry('add', '--name', 'Hand', '--command', 'date');
    const { code, stdout, stderr } = await belfry('export', '--to', 'crontab');
    expect([code, stdout]).toEqual([0, '# Morning\n0 9 * * * date\n\n# Week\n0 9 * * 1 date\n']);
    expect(stderr).toMatch(/left out: Hand: It runs by hand only/);
    expect((await belfry('export', 'Week', '--to', 'kubernetes')).stdout).toMatch(
      /kind: CronJob[\s\S]*schedule: 0 9 \* \* 1/,
    );
    const { value } = await json('export', 'Week');
    expect(JSON.parse(value.files[0].text)).toMatchObject({ belfry: 1, jobs: [{ name: 'Week' }] });
    expect((await belfry('export', 'Hand', '--to', 'launchd')).code).toBe(1);
  });

  it('writes many into a folder, and none over another unasked', async () => {
    const out = join(folder, 'out');
    expect(await belfry('export', '--to', 'launchd')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--out DIR'),
    });
    expect(await belfry('export', '--to', 'systemd', '--out', out)).toMatchObject({ code: 0 });
    expect((await readdir(out)).sort()).toEqual(['morning.service', 'morning.timer', 'week.service', 'week.timer']);
    expect(await readFile(join(out, 'week.timer'), 'utf8')).toMatch(/OnCalendar=Mon \*-\*-\* 09:00:00/);
    expect(await belfry('export', '--to', 'systemd', '--out', out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--force'),
    });
    expect(await belfry('export', '--to', 'systemd', '--out', out, '--force')).toMatchObject({ code: 0 });
    expect((await json('import', out)).value.jobs).toHaveLength(2);
  });
});
