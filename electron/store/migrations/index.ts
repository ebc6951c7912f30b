import { first } from './0001-first.ts';
import { leftovers } from './0002-leftovers.ts';
import { environments } from './0003-environments.ts';
import { outputSearch } from './0004-output-search.ts';
import { notices } from './0005-notices.ts';
import { retention } from './0006-retention.ts';
import { bands } from './0007-bands.ts';
import { causes } from './0008-causes.ts';
import { variables } from './0009-variables.ts';

export interface Migration {
  /** Never changes once released. */
  name: string;
  up(run: (sql: string) => Promise<unknown>): Promise<void>;
}

/** Every migration, oldest first. Imported statically: a bundle has no folder to read. */
export const migrations: readonly Migration[] = [
  first,
  leftovers,
  environments,
  outputSearch,
  notices,
  retention,
  bands,
  causes,
  variables,
];
