// npm run bench:window             10,000 jobs and 1,000,000 runs: what the window takes for what people do in it
// npm run bench:window -- 100000   so many runs
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts', 'test/e2e/scale.e2e.ts'],
  {
    ...{ cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: 'inherit' },
    env: { ...process.env, BELFRY_BENCH_RUNS: process.argv[2] ?? '1000000' },
  },
);
process.exitCode = status ?? 1;
