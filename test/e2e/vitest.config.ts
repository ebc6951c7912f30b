import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { WORKERS } from './workers.ts';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/fresh-build.ts'],
    setupFiles: ['test/e2e/each-file.ts'],
    maxWorkers: WORKERS,
    // Whole desktops are timed here on machines that do other work too; what fails twice is wrong.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
