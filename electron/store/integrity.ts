import type { Connection } from './connection.ts';

/** What the database itself finds wrong with its file, and how large that is. */
export async function integrity(reader: Connection): Promise<{ problems: string[]; bytes: number }> {
  const rows = await reader.all<{ quick_check: string }>('PRAGMA quick_check(10)');
  const orphans = await reader.all('PRAGMA foreign_key_check');
  const [size] = await reader.all<{ bytes: number }>(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
  );
  const problems = rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
  if (orphans.length > 0) problems.push(`${orphans.length} rows belong to nothing`);
  return { problems, bytes: size?.bytes ?? 0 };
}
