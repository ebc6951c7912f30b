import type { Engine } from './connection.ts';

/** Everything that hides a semicolon, longest first; words, to see where bodies begin and end. */
const SHARED = String.raw`'(?:[^']|'')*'?|"(?:[^"]|"")*"?|--[^\n]*`;
const PIECES: Record<Engine, string> = {
  sqlite: String.raw`${SHARED}|/\*[\s\S]*?(?:\*/|$)|` + String.raw`${'`'}[^${'`'}]*${'`'}?|\[[^\]]*\]?`,
  postgres: String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|${SHARED}|\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$)`,
  mysql: String.raw`'(?:[^'\\]|\\[\s\S]|'')*'?|"(?:[^"\\]|\\[\s\S]|"")*"?|--(?=\s|$)[^\n]*|#[^\n]*|/\*[\s\S]*?(?:\*/|$)|${'`'}[^${'`'}]*${'`'}?`,
};
/** MySQL runs what stands in a comment with an exclamation mark. */
const COMMENT = /^(--|#|\/\*(?!!))/;
/** Statements whose body holds further ones. */
const HAS_BODY = /^CREATE (OR REPLACE )?((TEMP|TEMPORARY) )?(DEFINER .*?)?(TRIGGER|PROCEDURE|FUNCTION|EVENT)\b/;

/** Cuts a text into its statements, without their semicolons; comments alone are no statement. */
export function splitStatements(text: string, engine: Engine): string[] {
  const statements: string[] = [];
  let from = 0;
  let words: string[] = [];
  let bodies = 0;
  let isEmpty = true;
  const end = (at: number) => {
    if (!isEmpty) statements.push(text.slice(from, at).trim());
    words = [];
    bodies = 0;
    isEmpty = true;
  };
  for (const { piece, at } of pieces(text, engine)) {
    if (COMMENT.test(piece) || /^\s/.test(piece)) continue;
    if (piece === ';') {
      if (bodies > 0) continue;
      end(at);
      continue;
    }
    if (isEmpty) from = at;
    isEmpty = false;
    if (!/^\w/.test(piece)) continue;
    const word = piece.toUpperCase();
    bodies = Math.max(0, bodies + opened(words, word));
    if (words.length < 8) words.push(word);
    else words[8] = word;
  }
  end(text.length);
  return statements;
}

/** How many bodies a word opens (negative: closes), after the words before it. */
function opened(words: string[], word: string): number {
  if (!HAS_BODY.test(words.slice(0, 8).join(' '))) return 0;
  if (word === 'BEGIN' || (word === 'CASE' && words.at(-1) !== 'END')) return 1;
  if (word === 'END') return -1;
  // END IF, END LOOP and the like end what was never counted.
  return ['IF', 'LOOP', 'WHILE', 'REPEAT'].includes(word) && words.at(-1) === 'END' ? 1 : 0;
}

function* pieces(text: string, engine: Engine): Generator<{ piece: string; at: number }> {
  const pattern = new RegExp(`${PIECES[engine]}|\\w+|\\s+|[\\s\\S]`, 'g');
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    // PostgreSQL's comments hold comments.
    if (engine === 'postgres' && match[0] === '/' && text[match.index + 1] === '*') {
      const end = nestedEnd(text, match.index);
      yield { piece: text.slice(match.index, end), at: match.index };
      pattern.lastIndex = end;
    } else yield { piece: match[0], at: match.index };
  }
}

function nestedEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    if (two === '/*') depth++;
    else if (two === '*/') depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
