const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON with an entry a line; null when it is none. Its numbers and keys stay as they are written, as long as they may be. */
export function indented(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let depth = 0;
  let before = '';
  const parts: string[] = [];
  const newLine = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKENS)) {
    const opens = before === '{' || before === '[';
    if (token === '}' || token === ']') {
      depth -= 1;
      if (!opens) parts.push(newLine());
    } else if (opens) parts.push(newLine());
    parts.push(token);
    if (token === '{' || token === '[') depth += 1;
    else if (token === ',') parts.push(newLine());
    else if (token === ':') parts.push(' ');
    before = token;
  }
  return parts.join('');
}
