/** The commands of a line in POSIX words: quotes taken off; pipes, redirections and comments end a command. */
export function wordsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  const end = () => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  for (const [part] of line.matchAll(/'[^']*'|"(?:\\.|[^"\\])*"|\s+|#.*|[|;&<>]+|\\.|[^\s'"|;&<>\\#]+|./g)) {
    if (/^\s/.test(part)) end();
    else if (part.startsWith('#') && word === null) break;
    else if (/^[|;&<>]/.test(part)) {
      end();
      commands.push([]);
    } else word = (word ?? '') + unquoted(part);
  }
  end();
  return commands.filter((words) => words.length > 0);
}

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  return part.startsWith('"') ? part.slice(1, -1).replace(/\\(["\\$`])/g, '$1') : part.replace(/^\\/, '');
}
