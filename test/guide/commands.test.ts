import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProgram, runCommandLine } from '../../electron/cli/program.ts';
import { REFERENCE } from '../../electron/dev/reference.mjs';
import { blocksOf, pages } from './pages.ts';
import { wordsOf } from './shell-words.ts';

interface Said {
  page: string;
  line: string;
  answer: string;
}

/** Every `belfry` command line in a block of code, with the lines below it; the reference has usages, and a test of its own. */
const written = pages.filter((page) => page !== REFERENCE);
const said: Said[] = written.flatMap((page) =>
  blocksOf(page).flatMap(({ text }) => {
    const joined = text.replace(/\\\n\s*/g, '');
    return joined.split(/^(?=\$ |(?:npx )?belfry )/m).flatMap((part) => {
      const [first = '', ...rest] = part.split('\n');
      const line = first.replace(/^\$ /, '').replace(/^npx /, '');
      return line.startsWith('belfry ') && !part.startsWith('belfry:')
        ? [{ page, line, answer: first.startsWith('$ ') ? rest.join('\n').trim() : '' }]
        : [];
    });
  }),
);

describe('commands in the guide', () => {
  const here = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'belfry-guide-'));
  beforeAll(() => {
    // Options that name a script read it at once.
    writeFileSync(join(folder, 'sync.py'), 'print(1)\n');
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  });

  it.each(said.map(({ page, line }) => [page, line] as const))('%s: %s', (_page, line) => {
    for (const words of wordsOf(line)) if (words[0] === 'belfry') check(words.slice(1));
  });
});

/** Whether commander takes it: the command is there, its options are known, its arguments as many as it wants. */
function check(words: string[]): void {
  let command: Command = createProgram();
  let rest = words;
  for (;;) {
    const { operands, unknown } = command.parseOptions(rest);
    if (command.commands.length === 0) {
      expect(unknown).toEqual([]);
      const wanted = command.registeredArguments;
      expect(operands.length).toBeGreaterThanOrEqual(wanted.filter(({ required }) => required).length);
      if (!wanted.some(({ variadic }) => variadic)) expect(operands.length).toBeLessThanOrEqual(wanted.length);
      return;
    }
    const [name, ...others] = [...operands, ...unknown];
    if (name === undefined || name.startsWith('-')) {
      expect(['--help', '--version']).toContain(name);
      return;
    }
    const next = command.commands.find((one) => one.name() === name);
    expect(next, `there is no belfry ${name}`).toBeDefined();
    command = next as Command;
    rest = others;
  }
}

describe('answers in the guide', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  const pure = said.filter(({ line, answer }) => answer !== '' && /^belfry (next|explain) /.test(line));
  it('has some', () => expect(pure.length).toBeGreaterThan(10));

  it.each(pure)('$line', async ({ line, answer }) => {
    let output = '';
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        output += text;
        return true;
      });
    await runCommandLine((wordsOf(line)[0] as string[]).slice(1));
    vi.restoreAllMocks();
    expect(output.trim()).toBe(answer);
  });
});
