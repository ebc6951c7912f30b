// npm run pictures         draws anew the pictures that screens are compared with; look at the changes before keeping them
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts', 'test/e2e/screens.e2e.ts'],
    ...['-t', 'pictures'],
  ],
  {
    ...{ cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: 'inherit' },
    env: { ...process.env, BELFRY_UPDATE_PICTURES: '1' },
  },
);
process.exitCode = status ?? 1;
