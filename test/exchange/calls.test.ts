import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { JobDraftInput } from '#contract/job.ts';
import { jobDraft } from '#contract/job.ts';
import { argvOf, callOf } from '#exchange/calls.ts';

/** What another scheduler would start for an action, and what is said about it. */
function call(action: JobDraftInput['action']) {
  const said: string[] = [];
  const argv = argvOf(callOf(jobDraft.parse({ name: 'x', action }), '/bin/sh', (_where, text) => said.push(text)));
  return { argv, said };
}

describe('what an export starts', () => {
  it('gives a script to its interpreter, stopping at the first error where it did', () => {
    const { argv } = call({ kind: 'script', interpreter: 'sh', text: 'echo "$1"\nfalse\necho no', args: ['a b'] });
    expect(argv.slice(0, 3)).toEqual(['sh', '-e', '-c']);
    const [file = '', ...args] = argv;
    expect(() => execFileSync(file, args, { stdio: 'pipe' })).toThrow();
    const lenient = call({
      kind: 'script',
      interpreter: 'sh',
      text: 'echo "$1"\nfalse\necho on',
      args: ['a b'],
      stopAtFirstError: false,
    });
    const [shell = '', ...rest] = lenient.argv;
    expect(execFileSync(shell, rest, { encoding: 'utf8' })).toBe('a b\non\n');
  });

  it('refuses a script whose interpreter takes no text', () => {
    expect(() => call({ kind: 'script', interpreter: '/opt/tool', text: 'x' })).toThrow(
      'Its script for /opt/tool cannot be given as an argument.',
    );
  });

  it('asks an SQLite file by its own command, and refuses servers', () => {
    const database = { engine: 'sqlite', file: '/shop.db' } as const;
    expect(call({ kind: 'sql', database, statements: 'VACUUM' })).toEqual({
      argv: ['sqlite3', '-bail', '/shop.db', 'VACUUM'],
      said: ['It is run by sqlite3, which must be installed there.'],
    });
    const server = { engine: 'postgres', url: 'postgres://db/shop' } as const;
    expect(() => call({ kind: 'sql', database: server, statements: 'VACUUM' })).toThrow('only Belfry has');
  });
});
