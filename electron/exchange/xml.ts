import { XMLParser } from 'fast-xml-parser';
import { BelfryError } from '#contract/error.ts';

/** An element: its children in order, and its text. Namespaces are left off. */
export interface Element {
  name: string;
  text: string;
  children: Element[];
}

const DEPTH_LIMIT = 60;
const ELEMENT_LIMIT = 20_000;
const DOCUMENT_LIMIT = 1024 * 1024;

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

/** Before a recursive parser sees it: how deep and how much it is, and that it declares no entities. One pass. */
function checkXml(text: string): void {
  if (text.length > DOCUMENT_LIMIT) throw new BelfryError('too-large', 'This XML is too large.');
  if (/<!ENTITY/i.test(text)) throw new BelfryError('invalid', 'XML that declares entities is not read.');
  let depth = 0;
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf(SKIPPED.find(([start]) => text.startsWith(start, at))?.[1] ?? '>', at);
    if (end < 0) throw new BelfryError('invalid', 'This is not well-formed XML: something in it has no end.');
    if (text[at + 1] === '/') depth -= 1;
    else if (/[\p{L}_]/u.test(text[at + 1] ?? '') && text[end - 1] !== '/') depth += 1;
    count += 1;
    if (depth > DEPTH_LIMIT) throw new BelfryError('too-large', 'This XML is nested too deeply.');
    if (count > ELEMENT_LIMIT) throw new BelfryError('too-large', 'This XML has too many elements.');
    at = end;
  }
}

/** What holds no elements, and where it ends. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const;

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

/** Documents one after the other, each with the name in the comment before it. One pass, whatever the text. */
export function splitDocuments(text: string, root: string): { name: string | null; text: string }[] {
  const found: { name: string | null; text: string }[] = [];
  const end = `</${root}>`;
  for (let from = 0; ; ) {
    const start = startOf(text, root, from);
    const close = start < 0 ? -1 : text.indexOf(end, start);
    if (close < 0) return found;
    const head = text.slice(from, start);
    const [open, shut] = [head.lastIndexOf('<!--'), head.lastIndexOf('-->')];
    const name =
      open >= 0 && shut > open
        ? head
            .slice(open + 4, shut)
            .trim()
            .slice(0, 200)
        : '';
    // What an XML head or a document type before it declares is looked at as well.
    const declared = head.lastIndexOf('<?xml');
    const type = head.lastIndexOf('<!DOCTYPE');
    const begin = Math.max(declared, declared < 0 ? type : -1);
    found.push({
      name: name || null,
      text: (begin < 0 ? '' : head.slice(begin)) + text.slice(start, close + end.length),
    });
    from = close + end.length;
  }
}

/** Where the element opens: its name, and no longer one. */
function startOf(text: string, root: string, from: number): number {
  for (let at = text.indexOf(`<${root}`, from); at >= 0; at = text.indexOf(`<${root}`, at + 1)) {
    if (/[\s>]/.test(text[at + root.length + 1] ?? '')) return at;
  }
  return -1;
}
