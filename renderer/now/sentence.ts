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

const LONGEST = 60;

/** A job's name from its command: the program and what it is told first; numbered while taken. */
export function nameFor(command: string, taken: ReadonlySet<string>): string {
  const words = command.replace(/\s+/g, ' ').trim();
  const base = words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
  let name = base;
  for (let at = 2; taken.has(name.toLowerCase()); at++) name = `${base} ${at}`;
  return name;
}
