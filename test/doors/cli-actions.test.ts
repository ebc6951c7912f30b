import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { belfryAtDoor } from './belfry-at-door.ts';

const { at, belfry, json } = belfryAtDoor();
const action = async (...args: string[]) => (await json('add', '--name', `job ${Math.random()}`, ...args)).value.action;
const edited = async (...args: string[]) => (await json('edit', ...args)).value.action;

describe('belfry add', () => {
  it('takes a script from a file or from standard input', async () => {
    const file = join(await tempFolder(), 'go.py');
    writeFileSync(file, 'print(1)\n');
    const script = { kind: 'script', text: 'print(1)\n', args: [], stopAtFirstError: true };
    expect(await action('--script', file)).toEqual({ ...script, interpreter: 'python' });
    expect(await action('--script', file, '--with', '/opt/python', '--args', '["a", 2]', '--keep-going')).toEqual({
      ...{ ...script, interpreter: '/opt/python', args: ['a', '2'], stopAtFirstError: false },
    });
    writeFileSync(file, '#!/usr/bin/env -S pwsh -NoProfile\n');
    expect(await action('--script', file)).toMatchObject({ interpreter: 'pwsh' });
    writeFileSync(file, '#!/bin/zsh -f\n');
    expect(await action('--script', file)).toMatchObject({ interpreter: '/bin/zsh' });
    const { stdout } = await at.command(['add', '--name', 'typed', '--script', '-', '--with', 'sh', '--json'], {
      ...{ input: 'echo a\necho b\n', environment: { BELFRY_DATA: at.door.data } },
    });
    expect(JSON.parse(stdout).action).toMatchObject({ text: 'echo a\necho b\n', interpreter: 'sh' });
    expect((await belfry('show', 'typed')).stdout).toContain('sh: echo a echo b');
  });

  it('takes statements and their database', async () => {
    expect(await action('--sql', 'SELECT 1', '--database', '~/shop.db')).toEqual({
      ...{ kind: 'sql', statements: 'SELECT 1', database: { engine: 'sqlite', file: '~/shop.db', create: false } },
    });
    expect(await action('--sql', 'SELECT 1', '--database', 'shop.db', '--create')).toMatchObject({
      database: { file: join(process.cwd(), 'shop.db'), create: true },
    });
    const url = 'postgres://me:geheim@db/shop';
    await json('add', '--name', 'pg', '--sql', 'SELECT 1', '--database', url);
    const { stdout } = await belfry('show', 'pg');
    expect(stdout).toContain('postgres://me:••••@db/shop: SELECT 1');
    expect(stdout).not.toContain('geheim');
    expect(await action('--sql', 'SELECT 1', '--database', 'mariadb://me@db/shop')).toMatchObject({
      database: { engine: 'mysql', url: 'mariadb://me@db/shop' },
    });
  });

  it.each([
    ['script', 2, ['--script', '/no/such/file', '--with', 'sh']],
    ['with', 2, ['--script', '/etc/hostname']],
    ['with', 2, ['--command', 'x', '--with', 'sh']],
    ['keep-going', 2, ['--sql', 'x', '--database', 'y', '--keep-going']],
    ['database', 2, ['--sql', 'SELECT 1']],
    ['database', 2, ['--command', 'x', '--database', 'a.db']],
    ['create', 2, ['--sql', 'x', '--database', 'postgres://a/b', '--create']],
    ['args', 2, ['--command', 'x', '--args', '[]']],
    ['script', 2, ['--script', '/etc/hostname', '--with', 'sh', '--sql', 'x']],
    ['action.statements', 1, ['--sql', ' ', '--database', 'a.db']],
    ['action.text', 1, ['--script', '/dev/null', '--with', 'sh']],
    ['action.module', 1, ['--function', 'a.txt:b']],
  ])('refuses, naming %s, with exit code %i: %j', async (field, code, args) => {
    const said = await json('add', '--name', 'a', ...args);
    expect(said).toMatchObject({ code, value: { error: { field, message: expect.stringMatching(/[.)]$/) } } });
  });
});

describe('belfry edit', () => {
  it('changes a part of an action, or takes another', async () => {
    const file = join(await tempFolder(), 'go.sh');
    writeFileSync(file, 'true\n');
    await json('add', '--name', 'a', '--script', file, '--args', '["x"]');
    expect(await edited('a', '--with', 'zsh')).toMatchObject({ text: 'true\n', interpreter: 'zsh', args: ['x'] });
    expect(await edited('a', '--keep-going')).toMatchObject({ interpreter: 'zsh', stopAtFirstError: false });
    expect(await edited('a', '--no-keep-going', '--args', '[]')).toMatchObject({ args: [], stopAtFirstError: true });
    expect(await edited('a', '--sql', 'SELECT 1', '--database', '/a.db')).toMatchObject({ kind: 'sql' });
    expect(await edited('a', '--create')).toMatchObject({ statements: 'SELECT 1', database: { create: true } });
    expect(await edited('a', '--database', 'mysql://db/x')).toMatchObject({ database: { engine: 'mysql' } });
    expect(await edited('a', '--function', 'b.ts:go')).toMatchObject({ kind: 'function', args: [] });
    expect(await edited('a', '--args', '[1]')).toMatchObject({ module: 'b.ts', args: [1] });
    expect((await json('edit', 'a', '--with', 'sh')).value.error).toMatchObject({ field: 'with' });
  });
});

describe('belfry logs --environment', () => {
  it('tells what a run was started with', async () => {
    at.door.app.addRun(await at.door.app.addJob('a'));
    expect((await belfry('logs', '1', '--environment')).stdout).toBe(
      'Folder  /home/me\nShell   /bin/zsh\n\nPATH=/bin\nRUN=1.1  (job)\n',
    );
    expect((await json('logs', '1', '--environment', '--attempt', '2')).value).toMatchObject({
      ...{ workingDirectory: '/home/me', shell: '/bin/zsh' },
      variables: [
        { name: 'PATH', value: '/bin', from: 'login' },
        { name: 'RUN', value: '1.2', from: 'job' },
      ],
    });
    expect((await json('logs', '1', '--attempt', '0')).value.error).toMatchObject({ field: 'attempt' });
  });
});
