const LIMIT = 100;

/** Text as the name of a job: one line, at most 100 characters. */
export function nameFrom(text: string, otherwise = 'Imported job'): string {
  const line = text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = [...line];
  return name.length > LIMIT
    ? `${name
        .slice(0, LIMIT - 1)
        .join('')
        .trimEnd()}…`.slice(0, LIMIT)
    : line || otherwise;
}

const fold = (name: string) => name.trim().toLowerCase();

/** Gives names that nobody has yet: “name”, “name 2”, “name 3”. */
export function nameGiver(taken: Iterable<string>): (wanted: string) => string {
  const known = new Set([...taken].map(fold));
  return (wanted) => {
    let name = wanted;
    for (let n = 2; known.has(fold(name)); n++) {
      const end = ` ${n}`;
      name = `${wanted.slice(0, LIMIT - end.length).trimEnd()}${end}`;
    }
    known.add(fold(name));
    return name;
  };
}

/** A name for files, units and objects: a-z, 0-9 and -, at most 52 characters, as a CronJob of Kubernetes has. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+/, '').slice(0, 48).replace(/-+$/, '') || 'job';
}

/** A slug for each of the names, all different. */
export function slugs(names: string[]): string[] {
  const give = nameGiver([]);
  return names.map((name) => give(slug(name)).replace(/ /g, '-'));
}
