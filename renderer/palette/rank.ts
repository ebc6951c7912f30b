/** Where a text matched, as [start, end) offsets in order. */
export type Range = readonly [start: number, end: number];

export interface Match {
  /** Higher is better. */
  score: number;
  ranges: Range[];
}

const START = 100;
const WORD = 80;
const WITHIN = 60;
const LETTERS = 25;
/** Shorter words would match by scattered letters nearly everywhere. */
const LETTERS_FROM = 3;

/** In lower case and without accents, character for character, so that offsets hold. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let folded = '';
  for (let at = 0; at < text.length; at++) {
    folded += text.charAt(at).normalize('NFD').charAt(0).toLowerCase().charAt(0);
  }
  return folded;
}
const PLAIN = /^[\s!-~]*$/;

export const wordsOf = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean);

/**
 * How well a folded text matches all words of a query, null when one of them is missing. Words may be the start of the
 * text, of a word, stand within one, or (`scattered`) be letters in order of which the first begins a word.
 */
export function matchWords(words: readonly string[], folded: string, scattered = true): Match | null {
  // Most texts of a long list fall out here.
  if (!scattered && words.some((word) => !folded.includes(word))) return null;
  let score = 0;
  const ranges: Range[] = [];
  for (const word of words) {
    const found = matchWord(word, folded, scattered);
    if (!found) return null;
    score += found.score;
    ranges.push(...found.ranges);
  }
  return { score: score / Math.max(1, words.length) - folded.length / 20, ranges: joined(ranges) };
}

function matchWord(word: string, text: string, scattered: boolean): Match | null {
  const ranges = occurrences(word, text);
  if (ranges.length > 0) {
    const best = ranges.some(([at]) => at === 0) ? START : ranges.some(([at]) => begins(text, at)) ? WORD : WITHIN;
    return { score: best, ranges };
  }
  if (!scattered || word.length < LETTERS_FROM) return null;
  const letters = lettersInOrder(word, text);
  // Fewer gaps are better.
  return letters && { score: LETTERS - joined(letters).length, ranges: letters };
}

function occurrences(word: string, text: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    found.push([at, at + word.length]);
  }
  return found;
}

/** Whether a word begins at `at`: after anything but a letter or a digit. */
const begins = (text: string, at: number) => at === 0 || !IN_WORD.test(text.charAt(at - 1));
const IN_WORD = /[a-z0-9\u00aa-\uffff]/;

/** Each letter at the start of a word, or right after the letter before it. */
function lettersInOrder(word: string, text: string): Range[] | null {
  const found: Range[] = [];
  let from = 0;
  for (const letter of word) {
    const next = found.length > 0 && text.charAt(from) === letter ? from : wordStart(letter, text, from);
    if (next < 0) return null;
    found.push([next, next + 1]);
    from = next + 1;
  }
  return found;
}

function wordStart(letter: string, text: string, from: number): number {
  let at = text.indexOf(letter, from);
  while (at >= 0 && !begins(text, at)) at = text.indexOf(letter, at + 1);
  return at;
}

/** Ranges in order, those that touch made one. */
function joined(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const whole: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = whole.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else whole.push([start, end]);
  }
  return whole;
}

/** The best of what scores; `null` scores are out. */
export function top<T>(items: readonly T[], most: number, score: (item: T) => number | null): T[] {
  return items
    .flatMap((item) => {
      const points = score(item);
      return points === null ? [] : [{ item, points }];
    })
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ item }) => item);
}
