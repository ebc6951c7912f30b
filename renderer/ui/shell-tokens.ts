export interface Token {
  kind: 'command' | 'plain' | 'string' | 'variable' | 'comment' | 'operator';
  text: string;
}

const PATTERN =
  /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>"(?:\\.|[^"\\])*"?|'[^']*'?)|(?<variable>\$\((?:[^()]|\([^()]*\))*\)?|\$\{[^}]*\}?|\$\w+)|(?<operator>\|\||&&|\||;|&|\n|[<>]+)|(?<space>[^\S\n]+)|(?<word>[^\s"'$|;&<>]+)|(?<rest>[\s\S])/g;

/** A shell line cut into what it is made of, for colouring only: joined, the tokens are the line. */
export function shellTokens(line: string): Token[] {
  const tokens: Token[] = [];
  // The first word of each part of a pipeline is a command; assignments before it are not.
  let expectsCommand = true;
  for (const { groups, 0: text } of line.matchAll(PATTERN)) {
    const kind = kindOf(groups ?? {}, expectsCommand);
    if (kind === 'operator') expectsCommand = !/[<>]/.test(text);
    else if (groups?.space === undefined && kind !== 'comment' && !/^\w+=/.test(text)) expectsCommand = false;
    if (kind === 'string' && text.startsWith('"') && text.includes('$(')) {
      tokens.push(...substituted(text));
      continue;
    }
    const last = tokens.at(-1);
    if (last?.kind === kind) last.text += text;
    else tokens.push({ kind, text });
  }
  return tokens;
}

/** A text in double quotes, cut where a command stands in it. */
const substituted = (text: string): Token[] =>
  text
    .split(/(\$\((?:[^()]|\([^()]*\))*\))/)
    .filter((part) => part !== '')
    .map((part) => ({ kind: part.startsWith('$(') ? 'variable' : 'string', text: part }));

function kindOf(groups: Record<string, string | undefined>, expectsCommand: boolean): Token['kind'] {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  if (groups.variable !== undefined) return 'variable';
  if (groups.operator !== undefined) return 'operator';
  return groups.word !== undefined && expectsCommand && !/^\w+=/.test(groups.word) ? 'command' : 'plain';
}
