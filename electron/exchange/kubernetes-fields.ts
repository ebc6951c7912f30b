import { parseAllDocuments } from 'yaml';
import { BelfryError } from '#contract/error.ts';

/** Anything YAML can hold. */
export type Yaml = string | number | boolean | null | Yaml[] | { [key: string]: Yaml };

const FLOW_LIMIT = 100;
const ALIAS_LIMIT = 50;
const INDENT_LIMIT = 200;
const DOCUMENT_LIMIT = 1000;
const TEXT_LIMIT = 512 * 1024;
/** Its pretty errors and its search for doubled keys take time by the square of the text. */
const OPTIONS = { merge: false, logLevel: 'silent', uniqueKeys: false, prettyErrors: false } as const;

/**
 * Every document of a text. Bounded before a recursive parser sees it: brackets, nested dashes, indentation; and aliases
 * cannot multiply. @throws BelfryError
 */
export function readYaml(text: string): Yaml[] {
  if (text.length > TEXT_LIMIT) throw new BelfryError('too-large', 'A manifest has at most 512 KiB.');
  checkYaml(text);
  try {
    const documents = parseAllDocuments(text, OPTIONS);
    if (!Array.isArray(documents)) return [];
    return documents.slice(0, DOCUMENT_LIMIT).map((document) => {
      const [error] = document.errors;
      if (error) throw new Error(`line ${text.slice(0, error.pos[0]).split('\n').length}: ${error.message}`);
      return document.toJS({ maxAliasCount: ALIAS_LIMIT }) as Yaml;
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : '';
    throw new BelfryError('invalid', `This is not well-formed YAML: ${reason}`);
  }
}

const deep = () => new BelfryError('too-large', 'This YAML is nested too deeply.');

function checkYaml(text: string): void {
  let depth = 0;
  for (const line of text.split('\n')) {
    if (/^---/.test(line)) depth = 0;
    // `- - - x` nests without brackets.
    if ((/^(?:\s*[-?:](?=\s))+/.exec(line)?.[0].length as number) > INDENT_LIMIT || line.search(/\S/) > INDENT_LIMIT)
      throw deep();
    for (const char of line) {
      if (char === '[' || char === '{') depth += 1;
      else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
      if (depth > FLOW_LIMIT) throw deep();
    }
  }
}

export const at = (value: Yaml | undefined, key: string): Yaml | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;

export const within = (value: Yaml | undefined, ...path: string[]): Yaml | undefined =>
  path.reduce<Yaml | undefined>(at, value);

export const list = (value: Yaml | undefined): Yaml[] => (Array.isArray(value) ? value : []);
export const string = (value: Yaml | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
export const number = (value: Yaml | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
