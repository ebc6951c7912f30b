import { parseAst } from 'vite';

/** `long`: longer words with accents in brackets. `rtl`: from right to left. */
export const PSEUDO_LOCALES = ['long', 'rtl'];

const CATALOGUE = /[/-]text\.ts$/;
const ACCENTED = { a: 'á', e: 'ê', i: 'ï', o: 'ö', u: 'ü', y: 'ý', A: 'Å', E: 'É', I: 'Î', O: 'Ø', U: 'Û' };
/** Translations are about this much longer than English. */
const LONGER = 0.4;
/** Units stay short in every language. */
const SHORT = 3;

/** A text as no language writes it: with accents, in brackets, 40 % longer. */
export function lengthen(/** @type {string} */ text) {
  const accented = text.replace(/[aeiouyAEIOU]/g, (letter) => ACCENTED[/** @type {keyof typeof ACCENTED} */ (letter)]);
  if (text.trim().length <= SHORT) return accented;
  return `[${accented}${padding(text)}]`;
}

/** Words more for a sentence, letters more for a word; the brackets count. */
function padding(/** @type {string} */ text) {
  const more = Math.ceil(text.trim().length * LONGER) - 2;
  if (more <= 0) return '';
  return text.includes(' ')
    ? ' ñándñ'
        .repeat(Math.ceil(more / 6))
        .slice(0, more)
        .trimEnd()
    : 'ñ'.repeat(more);
}

/**
 * Builds the window in a language that does not exist, to find layouts that break. No release has it.
 * @param {string} locale one of PSEUDO_LOCALES
 * @returns {import('vite').Plugin}
 */
export function pseudoLocale(locale) {
  return {
    name: 'pseudo-locale',
    enforce: 'pre',
    transform: (code, id) => (locale === 'long' && CATALOGUE.test(id) ? lengthenCatalogue(code) : null),
    transformIndexHtml: (html) => (locale === 'rtl' ? html.replace('<html ', '<html dir="rtl" ') : html),
  };
}

/** @typedef {{ type: string, start: number, end: number } & Record<string, any>} Node */

/**
 * The source of a catalogue with its texts lengthened; names and values of the code stay.
 * @param {string} code
 */
export function lengthenCatalogue(code) {
  /** @type {{ start: number, end: number, text: string }[]} */
  const changes = [];
  walk(/** @type {any} */ (parseAst(code, { lang: 'ts' })), [], (node, parents) => {
    const { type, start, end } = node;
    if (type === 'Literal' && typeof node.value === 'string' && isText(node, parents))
      changes.push({ start, end, text: JSON.stringify(lengthen(node.value)) });
    if (type === 'TemplateLiteral') {
      const words = node.quasis.map((/** @type {Node} */ part) => part.value.cooked).join('');
      changes.push({ start: start + 1, end: start + 1, text: '[' });
      changes.push({ start: end - 1, end: end - 1, text: `${padding(words)}]` });
    }
  });
  changes.sort((a, b) => b.start - a.start);
  return changes.reduce((source, { start, end, text }) => source.slice(0, start) + text + source.slice(end), code);
}

/**
 * A value of the catalogue, or a part of one; not a name, nor what code compares or hands to Intl.
 * @param {Node} node @param {Node[]} parents nearest first
 */
function isText(node, parents) {
  const [parent] = parents;
  if (
    !parent ||
    parents.some(
      ({ type }) => type === 'NewExpression' || /^TS(?!As|Satisfies)/.test(type) || /^(Im|Ex)portA/.test(type),
    )
  )
    return false;
  if (parent.type === 'Property') return parent.value === node;
  // Of a choice, the value comes first and its words second.
  if (parent.type === 'ArrayExpression') return /^\p{Lu}| /u.test(node.value);
  if (parent.type === 'BinaryExpression') return parent.operator === '+';
  return ['ConditionalExpression', 'ArrowFunctionExpression', 'CallExpression', 'LogicalExpression'].includes(
    parent.type,
  );
}

/**
 * @param {Node} node @param {Node[]} parents
 * @param {(node: Node, parents: Node[]) => void} look
 */
function walk(node, parents, look) {
  look(node, parents);
  const inside = [node, ...parents];
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof child.type === 'string') walk(child, inside, look);
}
