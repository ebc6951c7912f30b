import type { Piece } from '../ui/TintedText.tsx';

export interface Sentence {
  schedule: string;
  command: string;
}

/** Takes "<schedule> run <command>" apart at the first lone "run". Either part may still be empty. */
export function readSentence(text: string): Sentence {
  const match = /(^|\s)run(\s|$)/i.exec(text);
  if (!match) return { schedule: text.trim(), command: '' };
  const start = match.index;
  return { schedule: text.slice(0, start).trim(), command: text.slice(start + match[0].length).trim() };
}

/** The same sentence with another schedule. */
export function withSchedule(text: string, words: string): string {
  const { schedule } = readSentence(text);
  const at = text.indexOf(schedule);
  return text.slice(0, at) + words + text.slice(at + schedule.length);
}

/**
 * A sentence in the pieces it is tinted by: the schedule once it is `understood`, else the `wrong` word of it as [start,
 * end) of the schedule, and the command.
 */
export function sentencePieces(text: string, understood: boolean, wrong?: readonly [number, number]): Piece[] {
  const { schedule, command } = readSentence(text);
  const at = text.indexOf(schedule);
  const from = text.lastIndexOf(command);
  const parts: [start: number, end: number, look: 'understood' | 'wrong'][] = [];
  if (understood && schedule !== '') parts.push([at, at + schedule.length, 'understood']);
  else if (wrong) parts.push([at + wrong[0], at + wrong[1], 'wrong']);
  if (command !== '') parts.push([from, from + command.length, 'understood']);
  const pieces: Piece[] = [];
  let done = 0;
  for (const [start, end, look] of parts) {
    if (start > done) pieces.push([text.slice(done, start), 'plain', done]);
    pieces.push([text.slice(start, end), look, start]);
    done = end;
  }
  if (done < text.length) pieces.push([text.slice(done), 'plain', done]);
  return pieces;
}

const LONGEST = 60;

/** A job's name from its command: the program and what it is told first; numbered while taken. */
export function nameFor(command: string, taken: ReadonlySet<string>): string {
  const words = command.replace(/\s+/g, ' ').trim();
  const base = words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
  let name = base;
  for (let at = 2; taken.has(name.toLowerCase()); at++) name = `${base} ${at}`;
  return name;
}
