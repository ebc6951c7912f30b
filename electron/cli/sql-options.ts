import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ActionOf, Database } from '#contract/action.ts';
import { UsageError } from './failure.ts';
import { readText } from './http-options.ts';

/** What `add` and `edit` are told of statements. */
export interface SqlOptions {
  sql?: string;
  database?: Database;
  create?: boolean;
}

/** Those that say more about `--sql`. */
export const SQL_DETAILS = ['database', 'create'] as const;

export function addSqlOptions(command: Command): Command {
  return command
    .option('--sql <statements>', 'run SQL statements; - reads them from standard input', (text) =>
      text === '-' ? readText('sql')(text) : text,
    )
    .option('--database <file|url>', 'on an SQLite file, postgres://… or mysql://…', readDatabase)
    .option('--create', 'make the SQLite file when it is not there');
}

/** The statements named, over those the job has. */
export function readSql({ sql, database, create }: SqlOptions, before: ActionOf<'sql'> | undefined): ActionOf<'sql'> {
  const named = database ?? before?.database;
  if (!named) throw new UsageError('Say where with --database: a file, or postgres://… or mysql://….', 'database');
  if (create && named.engine !== 'sqlite') throw new UsageError('--create is for SQLite files.', 'create');
  return {
    ...{ kind: 'sql', statements: sql ?? before?.statements ?? '' },
    database: named.engine === 'sqlite' && create ? { ...named, create } : named,
  };
}

function readDatabase(text: string): Database {
  if (/^postgres(ql)?:\/\//.test(text)) return { engine: 'postgres', url: text };
  if (/^(mysql|mariadb):\/\//.test(text)) return { engine: 'mysql', url: text };
  return { engine: 'sqlite', file: /^~[/\\]/.test(text) ? text : resolve(text), create: false };
}
