/** How a sentence that makes a job may begin. */
const TIMED =
  /^(in|at|on|every|each|daily|hourly|weekly|monthly|yearly|tomorrow|today|tonight|noon|midnight|weekdays|weekends|first|second|third|fourth|last|next|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(days?)?|@\w+)\s+\S/i;
/** A schedule of more words than this is written in the editor. */
const LONGEST = 9;

export interface Cut {
  schedule: string;
  /** What follows the schedule; may be empty. */
  command: string;
}

/**
 * The ways to cut a sentence into a schedule and a command, the longest schedule first; none where it does not begin
 * like a schedule. A lone "run" between the two is dropped.
 */
export function cuts(sentence: string): Cut[] {
  const text = sentence.trim();
  if (!TIMED.test(text)) return [];
  const parts = text.split(/\s+/);
  const told = parts.findIndex((part) => part.toLowerCase() === 'run');
  const cut = (at: number, skip = 0): Cut => ({
    schedule: parts.slice(0, at).join(' '),
    command: parts.slice(at + skip).join(' '),
  });
  if (told > 0) return [cut(told, 1)];
  return Array.from({ length: Math.min(parts.length, LONGEST) }, (_, at) => cut(Math.min(parts.length, LONGEST) - at));
}
