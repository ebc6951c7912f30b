/** One line of a crontab, told apart as cron does it. */
export type CrontabLine =
  | { kind: 'blank' }
  | { kind: 'comment'; text: string }
  | { kind: 'variable'; name: string; value: string }
  | { kind: 'entry'; fields: string[]; rest: string }
  | { kind: 'macro'; name: string; rest: string }
  | { kind: 'unknown'; text: string };

const SCHEDULE = /^-?((?:\S+[ \t]+){5})(\S.*)$/;
const OFF =
  /^#+\s*(?:@[a-z_]+|[\d*][\d*,/~-]*\s+[\d*][\d*,/~-]*\s+[\w*][\w*,/~?-]*\s+[\w*][\w*,/~-]*\s+[\w*][\w*,/~-]*)\s+\S/i;
const HEADING = /^#[\s#]*(m(in(ute)?)?\s+h(our)?\s+d|[.*|'`-]{2,}|-{3,}|={3,}|\*\s+\*)/i;

export function readLine(text: string): CrontabLine {
  const line = text.trim();
  if (line === '') return { kind: 'blank' };
  // An entry that is switched off, or the head of the columns, describes nothing.
  if (line.startsWith('#'))
    return OFF.test(line) || HEADING.test(line)
      ? { kind: 'blank' }
      : { kind: 'comment', text: line.replace(/^#+\s*/, '').trim() };
  const variable = /^(?:"([^"]*)"|'([^']*)'|([A-Za-z_]\w*))\s*=\s*(.*)$/.exec(line);
  if (variable) {
    const name = variable[1] ?? variable[2] ?? variable[3] ?? '';
    return { kind: 'variable', name, value: unquote(variable[4] ?? '') };
  }
  const macro = /^(@\w+)[ \t]+(\S.*)$/.exec(line);
  if (macro) return { kind: 'macro', name: (macro[1] as string).toLowerCase(), rest: macro[2] as string };
  const entry = SCHEDULE.exec(line);
  if (!entry) return { kind: 'unknown', text: line };
  return { kind: 'entry', fields: (entry[1] as string).trim().split(/[ \t]+/), rest: entry[2] as string };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(value.trim());
  return quoted ? (quoted[2] as string) : value.trim();
}

/** The command, and what cron gives it to read: the first bare `%` parts them, further ones are ends of lines. */
export function splitPercent(text: string): { command: string; input: string | null } {
  let command = '';
  for (let at = 0, escaped = false; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '%' && !escaped) return { command, input: inputOf(text.slice(at + 1)) };
    command = char === '%' ? `${command.slice(0, -1)}%` : command + char;
    escaped = !escaped && char === '\\';
  }
  return { command, input: null };
}

function inputOf(text: string): string {
  const lines = text.replace(/\\%|%/g, (found) => (found === '%' ? '\n' : '%'));
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}
