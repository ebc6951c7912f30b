/** Patterns are told apart by this many bytes in the table; what is longer is compared byte by byte from there on. */
export const DEPTH = 32;

/**
 * An automaton that finds all patterns in one pass over bytes, however many there are (Aho and Corasick, 1975), as a
 * table: `next[(state << shift) + classOf[byte]]` is the next state. Its size is bounded by DEPTH bytes a pattern.
 */
export interface PatternTable {
  readonly next: Int32Array;
  /** Bytes that no pattern has are one class. */
  readonly classOf: Uint16Array;
  readonly shift: number;
  /** By state: bytes of the longest pattern that begins in what was read. */
  readonly depth: Uint16Array;
  /** By state: the longest whole pattern that ends here, 0 = none. */
  readonly ends: Uint16Array;
  /** By state: patterns longer than DEPTH whose first DEPTH bytes end here. */
  readonly long: ReadonlyMap<number, Uint8Array[]>;
  /** By state, 1 where `ends` or `long` has something. */
  readonly hits: Uint8Array;
  readonly longest: number;
}

interface Node {
  children: Map<number, Node>;
  id: number;
  depth: number;
  fail: Node | null;
  ends: number;
  long: Uint8Array[];
}

const node = (id: number, depth: number): Node => ({ children: new Map(), id, depth, fail: null, ends: 0, long: [] });

export function patternTable(patterns: Iterable<Uint8Array>): PatternTable {
  const all = [...patterns];
  const nodes = trie(all);
  const { classOf, shift } = byteClasses(all);
  const next = new Int32Array(nodes.length << shift);
  // Breadth first: a state's failure is always done before it.
  for (const state of nodes) {
    const fallback = state.fail;
    if (fallback) next.copyWithin(state.id << shift, fallback.id << shift, (fallback.id + 1) << shift);
    for (const [byte, child] of state.children) {
      const at = (state.id << shift) + (classOf[byte] as number);
      child.fail = fallback ? (nodes[next[at] as number] as Node) : (nodes[0] as Node);
      child.ends ||= child.fail.ends;
      child.long.push(...child.fail.long);
      next[at] = child.id;
    }
  }
  return {
    ...{ next, classOf, shift },
    depth: Uint16Array.from(nodes, ({ depth }) => depth),
    ends: Uint16Array.from(nodes, ({ ends }) => ends),
    long: new Map(nodes.filter(({ long }) => long.length > 0).map(({ id, long }) => [id, long])),
    hits: Uint8Array.from(nodes, ({ ends, long }) => (ends > 0 || long.length > 0 ? 1 : 0)),
    longest: Math.max(0, ...all.map(({ length }) => length)),
  };
}

/** All nodes, breadth first, numbered in that order. */
function trie(patterns: Uint8Array[]): Node[] {
  const root = node(0, 0);
  for (const pattern of patterns) {
    let at = root;
    for (const byte of pattern.subarray(0, DEPTH)) {
      const child = at.children.get(byte) ?? node(0, at.depth + 1);
      at.children.set(byte, child);
      at = child;
    }
    if (pattern.length > DEPTH) at.long.push(pattern);
    else at.ends = pattern.length;
  }
  const nodes = [root];
  for (let at = 0; at < nodes.length; at++) {
    const current = nodes[at] as Node;
    current.id = at;
    nodes.push(...current.children.values());
  }
  return nodes;
}

function byteClasses(patterns: Uint8Array[]): { classOf: Uint16Array; shift: number } {
  const classOf = new Uint16Array(256);
  let classes = 1;
  for (const pattern of patterns)
    for (const byte of pattern.subarray(0, DEPTH)) if (classOf[byte] === 0) classOf[byte] = classes++;
  return { classOf, shift: Math.ceil(Math.log2(classes)) };
}
