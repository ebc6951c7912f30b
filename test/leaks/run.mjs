// npm run leaks                  1,000 runs of every kind
// npm run leaks -- --runs 10000  as many as wanted
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } });
const { status } = spawnSync(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '-c', 'test/vitest.config.ts'],
    ...['test/leaks', 'test/actions/network-bounds.test.ts', '-t', 'nothing is left|leave no descriptor'],
  ],
  {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, LEAK_RUNS: values.runs },
  },
);
process.exitCode = status ?? 1;
