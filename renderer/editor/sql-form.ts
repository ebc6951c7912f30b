import type { ActionOf, Database } from '#contract/action.ts';

/** The fields of an sql job as typed. */
export interface SqlForm {
  engine: Database['engine'];
  file: string;
  create: boolean;
  url: string;
  statements: string;
}

export function sqlForm(action: ActionOf<'sql'> | null): SqlForm {
  const database = action?.database;
  return {
    engine: database?.engine ?? 'sqlite',
    file: database?.engine === 'sqlite' ? database.file : '',
    create: database?.engine === 'sqlite' && database.create,
    url: database && database.engine !== 'sqlite' ? database.url : '',
    statements: action?.statements ?? '',
  };
}

export function sqlAction({ engine, file, create, url, statements }: SqlForm): ActionOf<'sql'> {
  const database: Database = engine === 'sqlite' ? { engine, file: file.trim(), create } : { engine, url: url.trim() };
  return { kind: 'sql', database, statements };
}
