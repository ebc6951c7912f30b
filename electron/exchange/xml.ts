import { XMLParser } from 'fast-xml-parser';
import { BelfryError } from '#contract/error.ts';

/** An element: its children in order, and its text. Namespaces are left off. */
export interface Element {
  name: string;
  text: string;
  children: Element[];
}

const DEPTH_LIMIT = 60;
const ELEMENT_LIMIT = 100_000;

// Entities stay as they are: only the five of XML itself and numbers are read, by us, and none can be declared.
const parser = new XMLParser({
  ...{ preserveOrder: true, processEntities: false, ignoreDeclaration: true, ignorePiTags: true },
  ...{ ignoreAttributes: true, parseTagValue: false, trimValues: false, removeNSPrefix: true, cdataPropName: '#cdata' },
});

type Node = Record<string, Node[] | string>;

/** Parses one document. @throws BelfryError `invalid` or `too-large` */
export function readXml(text: string): Element {
  checkXml(text);
  let nodes: Node[];
  try {
    nodes = parser.parse(text, true) as Node[];
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 200) : '';
    throw new BelfryError('invalid', `This is not well-formed XML: ${reason}`);
  }
  const root = elements(nodes)[0];
  if (!root) throw new BelfryError('invalid', 'This XML has no content.');
  return root;
}

/** Before a recursive parser sees it: how deep and how much it is, and that it declares no entities. */
function checkXml(text: string): void {
  if (/<!ENTITY/i.test(text)) throw new BelfryError('invalid', 'XML that declares entities is not read.');
  let depth = 0;
  let count = 0;
  for (const [tag] of text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '').matchAll(/<[/A-Za-z_][^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    count += 1;
    if (depth > DEPTH_LIMIT) throw new BelfryError('too-large', 'This XML is nested too deeply.');
    if (count > ELEMENT_LIMIT) throw new BelfryError('too-large', 'This XML has too many elements.');
  }
}

function elements(nodes: Node[]): Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && !key.startsWith('#') && !key.startsWith('?'));
    const inner = name === undefined ? undefined : node[name];
    if (name === undefined || !Array.isArray(inner)) return [];
    return [{ name, text: textOf(inner), children: elements(inner) }];
  });
}

function textOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      const [data] = Array.isArray(node['#cdata']) ? node['#cdata'] : [];
      if (data) return String(data['#text'] ?? '');
      return typeof node['#text'] === 'string' ? readEntities(node['#text']) : '';
    })
    .join('');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function readEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const point = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((one) => one.name === name);

export const childText = (element: Element | undefined, name: string): string | undefined =>
  child(element, name)?.text.trim();

/** Text between tags. What XML cannot hold at all becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant.
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');

/** Documents one after the other, each with the name in the comment before it. */
export function splitDocuments(text: string, root: string): { name: string | null; text: string }[] {
  const found: { name: string | null; text: string }[] = [];
  const whole = new RegExp(
    `(?:<!--([^]{0,1000}?)-->\\s*)?(?:<\\?xml[^>]{0,200}\\?>\\s*)?(?:<!DOCTYPE[^>]{0,400}>\\s*)?<${root}[\\s>][^]*?</${root}>`,
    'g',
  );
  for (const match of text.matchAll(whole)) found.push({ name: match[1]?.trim() || null, text: match[0] });
  return found;
}
