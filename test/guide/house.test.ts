import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blocksOf, ROOT } from './pages.ts';

/** Rooms and files that the README's plan of the house names, by their path. */
function named(): string[] {
  const plan = blocksOf('README.md').find(({ text }) => text.startsWith('electron/'))?.text ?? '';
  let room = '';
  return plan.split('\n').map((line) => {
    const [, indent = '', name = ''] = /^( *)(\S+)/.exec(line) ?? [];
    if (indent === '') room = name;
    return indent === '' ? name : join(room, name);
  });
}

it('has a plan whose rooms are there, and all of them', () => {
  const rooms = named();
  expect(rooms.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  const there = readdirSync(join(ROOT, 'electron'), { withFileTypes: true });
  const missing = there.map((entry) => join('electron', entry.name + (entry.isDirectory() ? '/' : '')));
  expect(missing.filter((path) => !rooms.includes(path))).toEqual([]);
});

it('has a way of a bell through files that are there', () => {
  const way = blocksOf('README.md').find(({ text }) => text.includes('one wake'))?.text ?? '';
  const files = [...way.matchAll(/\b(?:desktop|core|handlers)\/[a-z-]+/g)].map(([path]) => `electron/${path}.ts`);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
