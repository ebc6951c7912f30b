/** A list as lines; as JSON where lines could not tell its items apart. */
export function writeLines(items: readonly string[]): string {
  const lines = items.join('\n');
  const same = readLines(lines);
  return same.length === items.length && same.every((item, at) => item === items[at]) ? lines : JSON.stringify(items);
}

/** One item a line, or a list in JSON. */
export function readLines(typed: string): string[] {
  if (typed === '') return [];
  return listIn(typed) ?? typed.split('\n');
}

function listIn(typed: string): string[] | null {
  if (!typed.startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(typed);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  } catch {
    return null;
  }
}
