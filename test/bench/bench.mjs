// npm run bench                           every part, side by side with other schedulers, one process each
// npm run bench -- ring arm               these parts only: ring arm next stop step idle
// npm run bench -- --json                 the same as JSON on stdout
// npm run bench -- ring --jobs 100,1000   other numbers of jobs, for ring and arm
// npm run bench -- ring --rounds 1        each ring once, instead of the middle one of three
// npm run bench -- --against croner,cron  beside these libraries only
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
await build({
  configFile: false,
  root,
  logLevel: 'error',
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/bench',
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: { bench: 'test/bench/bench.ts', child: 'test/bench/child.ts' },
      output: { entryFileNames: '[name].mjs' },
    },
  },
});
await import(new URL('../../dist/bench/bench.mjs', import.meta.url).href);
