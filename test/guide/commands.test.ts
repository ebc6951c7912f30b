import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProgram, runCommandLine } from '../../electron/cli/program.ts';
import { REFERENCE } from '../../electron/dev/reference.mjs';
import { blocksOf, pages, readPage } from './pages.ts';
import { wordsOf } from './shell-words.ts';

/** The reference has usages, and a test of its own. */
const written = pages.filter((page) => page !== REFERENCE);

/** Every `belfry` command, in blocks of code and in the prose, as words. */
const commands = written.flatMap((page) => {
  const inline = [...readPage(page).matchAll(/`(belfry [a-z][^`\n]*)`/g)].map(([, line]) => line as string);
  const lines = [...blocksOf(page).flatMap(({ text }) => text.split('\n')), ...inline];
  return lines.flatMap((line) =>
    wordsOf(line.replace(/^\$ /, ''))
      .map((words) => (words[0] === 'npx' ? words.slice(1) : words))
      .filter(([name]) => name === 'belfry')
      .map((words) => [page, words.slice(1)] as const),
  );
});

/** Commands with their answers, as a terminal shows them. */
const sessions = written.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
    .map((part) => {
      const [line = '', ...answer] = part.trimEnd().split('\n');
      return { line, answer: answer.join('\n') };
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

  it.each(commands)('%s: %j', (_page, words) => check(words));
});

/** Whether commander takes it: the command is there, its options are known, its arguments as many as it wants. */
function check(words: string[]): void {
  let command: Command = createProgram();
  let rest = words;
  for (;;) {
    const { operands, unknown } = command.parseOptions(rest);
    if (command.commands.length === 0) {
      // In prose a command may be named without its arguments.
      if (rest.length === 0) return;
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

  it('has some', () => expect(sessions.length).toBeGreaterThan(10));

  it.each(sessions)('$line', async ({ line, answer }) => {
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
