// npm run simulate                                  a year, many lives
// npm run simulate -- --runs 50 --days 30 --seed 7  as long as wanted; a failure prints its seed
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    days: { type: 'string', default: '365' },
    seed: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '-c', 'test/vitest.config.ts', 'test/simulate'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SIMULATE_RUNS: values.runs,
      SIMULATE_DAYS: values.days,
      ...(values.seed !== undefined && { SIMULATE_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;
