import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { belfryAtDoor } from './belfry-at-door.ts';
import { ended } from './command.ts';

const { at, belfry, json } = belfryAtDoor();

/** With the value on standard input. */
const pipe = (input: string, ...args: string[]) =>
  at.command(args, { input, environment: { BELFRY_DATA: at.door.data } });

describe('secrets on the command line', () => {
  it('takes a value from a pipe, whole but for the newline at its end, and never shows it', async () => {
    expect(await pipe('two\nlines \n', 'secret', 'set', 'KEY', '--allow-weak')).toEqual({
      code: 0,
      stdout: 'Stored the secret KEY.\n',
      stderr: '',
    });
    expect(at.door.app.secrets.get('KEY')).toBe('two\nlines ');
    const { value } = await json('secret', 'ls');
    expect(value).toMatchObject({
      protection: 'weak',
      secrets: [{ name: 'KEY', updatedAt: expect.stringMatching(/^1970-/) }],
    });
    const listed = await belfry('secret', 'ls');
    expect(listed.stdout).toContain('KEY');
    expect(JSON.stringify(value) + listed.stdout).not.toContain('lines');
  });

  it('asks nobody where nobody is: weaker protection and secrets in use need a word', async () => {
    const refused = await pipe('value\n', 'secret', 'set', 'KEY');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Say --allow-weak to agree.') });
    await pipe('value', 'secret', 'set', 'KEY', '--allow-weak');
    await belfry('add', '--name', 'Uses it', '--command', 'true', '--env', 'K=${secret:KEY}');
    const kept = await belfry('secret', 'rm', 'KEY');
    expect(kept).toMatchObject({ code: 2, stderr: expect.stringContaining('“Uses it”; without it they fail.') });
    expect((await belfry('secret', 'rm', 'KEY', '--yes')).stdout).toBe('Removed the secret KEY.\n');
    expect(at.door.app.secrets.size).toBe(0);
  });

  it('refuses a value as an argument, a bad name and a short value', async () => {
    expect((await belfry('secret', 'set', 'KEY', 'value')).code).toBe(2);
    expect(await pipe('value', 'secret', 'set', '0KEY')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('begins with'),
    });
    expect(await pipe('abc', 'secret', 'set', 'KEY', '--allow-weak')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('at least 4 characters'),
    });
    expect(at.door.app.secrets.size).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('asks at a terminal without showing what is typed', async () => {
    const command = `${process.execPath} ${at.command.file} secret set KEY --allow-weak`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, BELFRY_DATA: at.door.data },
    });
    let shown = '';
    terminal.stdout.on('data', (text) => {
      shown += text;
      if (/Value of KEY: $/.test(shown)) terminal.stdin.write('tipXo\u007f\u007fped in\r');
    });
    expect((await ended(terminal)).code).toBe(0);
    expect(at.door.app.secrets.get('KEY')).toBe('tipped in');
    expect(shown).not.toMatch(/tip|ped in/);
    expect(shown).toContain('Stored the secret KEY.');
  });
});

describe('backups on the command line', () => {
  it('copies to a file named from here, and replaces none without --force', async () => {
    const made = await json('backup', 'mine.sqlite');
    expect(made.value).toEqual({
      ...{ file: join(process.cwd(), 'mine.sqlite'), madeAt: '1970-01-01T00:00:00.000Z', version: '0.0.0' },
      ...{ kind: 'by-hand', size: 4096 },
    });
    expect(await belfry('backup', 'mine.sqlite')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already'),
    });
    expect((await belfry('backup', 'mine.sqlite', '--force')).stdout).toContain('(4.0 KB)');
    expect((await belfry('backups')).stdout).toBe('No backups in /data/backups.\n');
  });

  it('says what a restore changes, and restores only when told', async () => {
    await belfry('backup', '/copies/a.sqlite');
    const asked = await belfry('restore', '/copies/a.sqlite');
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    for (const line of [
      'Jobs added    Backup',
      'Jobs removed  Ping',
      'Runs          2 come back, 1 go',
      'Settings      theme',
    ])
      expect(asked.stderr).toContain(line);
    expect(asked.stderr).toContain('not here, and in no backup: TOKEN');
    expect(at.door.app.restored).toEqual([]);
    const done = await belfry('restore', '/copies/a.sqlite', '--yes');
    expect(done.stdout).toBe('Restored /copies/a.sqlite.\nWhat was there before is in /data/backups/before.sqlite.\n');
    expect(at.door.app.restored).toEqual(['/copies/a.sqlite']);
    expect(await belfry('restore', '/copies/b.sqlite', '--yes')).toMatchObject({ code: 1 });
  });

  it('waits for runs in progress only when told', async () => {
    await belfry('backup', '/copies/a.sqlite');
    at.door.app.addRun(await at.door.app.addJob('long'));
    expect((await belfry('restore', '/copies/a.sqlite', '--yes')).stderr).toContain('A job is running.');
    expect((await belfry('restore', '/copies/a.sqlite', '--yes', '--wait')).code).toBe(0);
  });
});
