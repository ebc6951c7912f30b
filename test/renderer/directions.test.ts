import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const RENDERER = fileURLToPath(new URL('../../renderer', import.meta.url));

/** What may say left and right, and why. */
const ALLOWED: readonly { found: string; why: string }[] = [
  { found: 'now/Backdrop.tsx: left', why: 'Time runs to the right in every language.' },
  { found: 'now/Backdrop.tsx: marginLeft', why: 'It centres the flag of now over its line, in time.' },
  { found: 'now/OccurrenceTooltip.tsx: left', why: 'It stands beneath an instant.' },
];

/** Of a style sheet: `margin-left`, `left`, `text-align: right`, `padding: 1px 2px 3px 4px`, `translateX(4px)`. */
function inStyles(css: string): string[] {
  const bare = css.replace(/\/\*.*?\*\//gs, '');
  return [...bare.matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+)(?=[;}])/g)].flatMap(([, property = '', value = '']) => {
    if (/(^|-)(left|right)(-|$)/.test(property)) return property;
    if (/^(text-align|float|clear)$/.test(property) && /^(left|right)$/.test(value)) return `${property}: ${value}`;
    if (/^(transform|translate)$/.test(property) && /translate(X|3d)?\(/.test(value)) return `${property}: ${value}`;
    return isLopsided(property, value) ? `${property}: ${value}` : [];
  });
}

/** Four values of which the second is for the right and the fourth for the left; of corners, any that differ. */
function isLopsided(property: string, value: string): boolean {
  const parts = value.replace(/\(.*?\)+/gs, '()').split(/\s+/);
  if (/^(margin|padding|inset|border-(width|color|style)|scroll-(margin|padding))$/.test(property))
    return parts.length === 4 && parts[1] !== parts[3];
  return property === 'border-radius' && parts.length > 1 && !value.includes('/');
}

type Node = { type: string } & Record<string, unknown>;

const PHYSICAL = /^(left|right|(margin|padding|border)(Left|Right)\w*|border(Top|Bottom)(Left|Right)Radius)$/;
const SHORT = /^(m|p)(l|r)$/;

/** Of a component: what its `style` sets, and Mantine's short properties. */
function inSource(file: string, source: string): string[] {
  const found: string[] = [];
  const inStyle = (node: Node) => {
    const { name } = (node.key ?? {}) as { name?: string };
    if (node.type === 'Property' && name && PHYSICAL.test(name)) found.push(name);
  };
  walk(parseSync(file, source).program as unknown as Node, (node) => {
    if (node.type !== 'JSXAttribute') return;
    const { name } = node.name as { name: string };
    if (SHORT.test(name)) found.push(name);
    if (name === 'style' && node.value) walk(node.value as Node, inStyle);
  });
  return found;
}

function walk(node: Node, look: (node: Node) => void): void {
  look(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof (child as Node | null)?.type === 'string') walk(child as Node, look);
}

const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
const read = (file: string) => readFileSync(join(RENDERER, file), 'utf8');

describe('what is read from right to left is turned around', () => {
  it('so that styles say start and end, and left and right only where that is meant', () => {
    const found = files.flatMap((file) => {
      const names = /\.css$/.test(file) ? inStyles(read(file)) : /\.tsx$/.test(file) ? inSource(file, read(file)) : [];
      return names.map((name) => `${file}: ${name}`);
    });
    expect([...new Set(found)].sort()).toEqual(ALLOWED.map((one) => one.found).sort());
  });

  it.each([
    ['margin-left: 4px', 1],
    ['border-top-left-radius: 4px', 1],
    ['left: 0', 1],
    ['text-align: right', 1],
    ['padding: 1px 2px 3px 4px', 1],
    ['padding: 0 calc(2px + 1px) 0 4px', 1],
    ['border-radius: 0 2px 2px 0', 1],
    ['transform: translateX(10px)', 1],
    ['/* left: 0; */ top: 0', 0],
    ['padding: 1px 2px 3px 2px', 0],
    ['margin-inline-start: 4px', 0],
    ['text-align: match-parent', 0],
    ['transform: rotate(90deg)', 0],
  ])('a sheet with %s', (declaration, count) => {
    expect(inStyles(`.one { color: red; ${declaration}; }`)).toHaveLength(count);
  });

  it.each([
    ['<p style={{ marginLeft: 4 }} />', 1],
    ['<p style={wide ? { paddingRight: 4 } : {}} />', 1],
    ['<Menu ml={4} />', 1],
    ['<p style={{ marginInlineStart: 4 }} title={box.left} />', 0],
  ])('a component with %s', (jsx, count) => {
    expect(inSource('one.tsx', `export const one = ${jsx};`)).toHaveLength(count);
  });
});
