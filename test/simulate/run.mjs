// npm run simulate                                  lives of a year each
// npm run simulate -- --runs 500 --days 3           as many, as long and as dense (--rings a trigger) as wanted
// npm run simulate -- --seed 7 --path 5:1           a failure again, with the seed and path that it printed
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    days: { type: 'string', default: '365' },
    rings: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});
const { runs, days, seed = String(Date.now() % 2 ** 31) } = values;
const rings = values.rings ?? String(20 * Math.ceil(Math.sqrt(Number(days))) * 3);
console.log(`${runs} lives of about ${days} days, at most about ${rings} rings a trigger, seed ${seed}`);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '-c', 'test/vitest.config.ts', 'test/simulate'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SIMULATE_RUNS: runs,
      SIMULATE_DAYS: days,
      SIMULATE_RINGS: rings,
      SIMULATE_SEED: seed,
      ...(values.path !== undefined && { SIMULATE_PATH: values.path }),
    },
  },
);
process.exitCode = status ?? 1;
