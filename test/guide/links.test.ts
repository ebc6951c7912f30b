import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, ROOT, readPage } from './pages.ts';

/** Prose only: what stands in code is no link. */
const prose = (page: string) =>
  readPage(page)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');

/** Targets of links and pictures. */
const targets = (page: string) => [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);

/** A heading as hosts of repositories name its place. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchors = (page: string) =>
  [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf((heading as string).replaceAll('`', '')));

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    const broken = targets(page).filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (/^https?:/.test(target) || !existsSync(join(ROOT, file)) || !statSync(join(ROOT, file)).isFile()) return true;
      return anchor !== undefined && !anchors(file).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('leads from the README to every page', () => {
  const seen = new Set<string>();
  const follow = (page: string) => {
    if (seen.has(page)) return;
    seen.add(page);
    for (const target of targets(page)) {
      const path = target.split('#')[0] ?? '';
      if (path.endsWith('.md')) follow(join(dirname(page), path));
    }
  };
  follow('README.md');
  expect([...seen].sort()).toEqual([...pages].sort());
});

it('shows every picture somewhere, and all of them are small', async () => {
  const { readdirSync } = await import('node:fs');
  const folder = 'resources/screenshots';
  const pictures = readdirSync(join(ROOT, folder)).map((name) => join(folder, name));
  const shown = pages.flatMap((page) => targets(page).map((target) => join(dirname(page), target)));
  expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
  const bytes = pictures.reduce((total, picture) => total + statSync(join(ROOT, picture)).size, 0);
  expect(bytes).toBeLessThan(1.5 * 1024 * 1024);
});
