import { runCommandLine } from './cli/program.ts';

// `belfry history | head`: the reader has enough, which is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

await runCommandLine(process.argv.slice(2));
