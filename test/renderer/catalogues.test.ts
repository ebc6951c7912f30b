import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const RENDERER = fileURLToPath(new URL('../../renderer', import.meta.url));
/** Attributes that a person reads or hears. */
const READ =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|label|alt|hint|detail|caption|summary)$/;
/** What a translator would turn into other words: two letters in a row, outside of names of keys. */
const WORDS = /\p{L}{2}/u;
/** Two words with a capital letter before them or a full stop behind: a sentence, and hardly a name of the code. */
const SENTENCE = /^\p{Lu}\p{L}*,? \p{L}+|\p{L} \p{L}+\.$/u;

type Node = { type: string; start: number } & Record<string, unknown>;

const isCatalogue = (file: string) => /(^|[-/])text\.ts$/.test(file);

/** Texts for people in a source file: "line: text". */
function textsIn(file: string, source: string): string[] {
  const found: string[] = [];
  const say = ({ start }: Node, text: unknown) =>
    found.push(`${source.slice(0, start).split('\n').length}: ${String(text).trim()}`);
  const look = (node: Node) => {
    if (node.type === 'JSXText' && WORDS.test(String(node.value).replace(/&\w+;/g, ''))) say(node, node.value);
    if (node.type === 'JSXAttribute' && READ.test(String((node.name as Node).name)))
      for (const text of literals(node.value as Node | null)) if (WORDS.test(text)) say(node, text);
    if (node.type === 'JSXExpressionContainer')
      for (const text of literals(node.expression as Node)) if (WORDS.test(text)) say(node, text);
  };
  walk(parseSync(file, source).program as unknown as Node, look);
  return found;
}

/** What an expression can come out as, of what is written in it. */
function literals(node: Node | null): string[] {
  if (!node) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw);
    case 'JSXExpressionContainer':
      return literals(node.expression as Node);
    case 'ConditionalExpression':
      return [...literals(node.consequent as Node), ...literals(node.alternate as Node)];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return node.operator === '===' || node.operator === '!=='
        ? []
        : [...literals(node.left as Node), ...literals(node.right as Node)];
    default:
      return [];
  }
}

/** Sentences anywhere in a file without markup. */
function sentencesIn(file: string, source: string): string[] {
  const found: string[] = [];
  walk(parseSync(file, source).program as unknown as Node, (node, parent) => {
    if (parent?.type.startsWith('Import') || parent?.type === 'ExpressionStatement') return;
    for (const text of node.type === 'Literal' || node.type === 'TemplateLiteral' ? literals(node) : [])
      if (SENTENCE.test(text.trim())) found.push(text.trim());
  });
  return found;
}

/** Words chosen by whether a number is one, which is not for every language to ask: `plural` and `agree` of ui/text.ts do. */
function pluralsIn(file: string, source: string): string[] {
  const found: string[] = [];
  walk(parseSync(file, source).program as unknown as Node, (node) => {
    if (node.type !== 'ConditionalExpression') return;
    const { operator, right } = node.test as { operator?: string; right?: Node };
    if (!/^([!=]==|>)$/.test(operator ?? '') || right?.value !== 1) return;
    found.push(...literals(node).filter((text) => /\p{L}/u.test(text)));
  });
  return found;
}

function walk(node: Node, look: (node: Node, parent?: Node) => void, parent?: Node): void {
  look(node, parent);
  // What an attribute such as className holds is looked at by its name, not by its content.
  const skipped = node.type === 'JSXAttribute' && !READ.test(String((node.name as Node).name));
  for (const value of skipped ? [] : Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof child.type === 'string') walk(child, look, node);
}

const all = readdirSync(RENDERER, { recursive: true })
  .map(String)
  .filter((file) => /\.tsx?$/.test(file));
const files = all.filter((file) => !isCatalogue(file));
const read = (file: string) => readFileSync(join(RENDERER, file), 'utf8');

describe('what people read stands in catalogues', () => {
  it('finds text in markup, attributes and choices, and not in names', () => {
    const found = textsIn(
      'a.tsx',
      `export const A = () => (
        <p className="is here" title="Tip">
          Hello {b ? 'yes' : words.no} {\`\${n} runs\`} {kind === 'once' && <i>{words.x}</i>}
        </p>
      );`,
    );
    expect(found).toEqual(['2: Tip', '2: Hello', '3: yes', '3: runs']);
    expect(sentencesIn('a.ts', `import x from 'a b'; const y = ['Not run', 'not-run', \`\${n} went away.\`];`)).toEqual(
      ['Not run', 'went away.'],
    );
  });

  it('finds plurals made by hand', () => {
    const source =
      "a = n === 1 ? 'run' : 'runs'; b = `${n > 1 ? 's' : ''}`; c = n === 1 ? x : y; d = n === 2 ? 'p' : 'q';";
    expect(pluralsIn('a.ts', source)).toEqual(['run', 'runs', 's']);
  });

  it.each(all)('makes no plural by hand in %s', (file) => {
    expect(pluralsIn(file, read(file))).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('.tsx')))('%s', (file) => {
    expect(textsIn(file, read(file))).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('.ts')))('%s', (file) => {
    expect(sentencesIn(file, read(file))).toEqual([]);
  });
});
