import type { StartAction } from '#core/ports.ts';
import { startHost } from './host.ts';
import type { ExecutorOptions } from './index.ts';
import { pathFrom, workingDirectory } from './working-directory.ts';

/** Statements for a database, in a process of their own. */
export function createSql(options: ExecutorOptions): StartAction<'sql'> {
  return ({ database, statements }, context) => {
    const folder = workingDirectory(context, options.homeFolder);
    const named =
      database.engine === 'sqlite'
        ? { ...database, file: pathFrom(folder, database.file, options.homeFolder) }
        : database;
    return startHost(options, context, {
      host: options.sqlHost,
      request: { database: named, statements, jobsFolder: options.jobsFolder },
      exitSentence: (code) => `The process of the statements ended with exit code ${code}.`,
    });
  };
}
