/** Words of a Windows command line, as programs take them apart (CommandLineToArgvW). */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const slashes = /^\\*/.exec(text.slice(at))?.[0].length ?? 0;
    const next = text[at + slashes];
    if (slashes > 0 && next === '"') {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      at += slashes - 1;
      if (slashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (slashes > 0) {
      word = (word ?? '') + '\\'.repeat(slashes);
      at += slashes - 1;
    } else if (next === '"') {
      if (quoted && text[at + 1] === '"') {
        word = `${word ?? ''}"`;
        at += 1;
      } else quoted = !quoted;
      word ??= '';
    } else if (!quoted && (next === ' ' || next === '\t')) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + next;
  }
  if (word !== null) words.push(word);
  return words;
}

/** The other way: a word that is taken apart into itself. */
export function quoteArgument(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
