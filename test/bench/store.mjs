// npm run bench:store                     10,000 jobs and 1,000,000 runs: what people ask of the store, and what that takes
// npm run bench:store -- 1000 100000      so many jobs and runs
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [jobs = '10000', runs = '1000000'] = process.argv.slice(2);
await build({
  ...{ configFile: false, root, logLevel: 'error' },
  build: {
    ...{ ssr: 'test/bench/store-child.ts', outDir: 'dist/bench-store', target: 'node20' },
    rollupOptions: { output: { entryFileNames: 'child.mjs' } },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'belfry-store-'));
try {
  console.log(`${jobs} jobs, ${runs} runs; ms, and beside it the same as a plain scan\n`);
  const child = spawn(process.execPath, ['dist/bench-store/child.mjs', folder, jobs, runs], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) print(JSON.parse(line));
  process.exitCode = child.exitCode ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {Record<string, any>} row */
function print({ what, ms, plainMs, ...rest }) {
  const time = ms === undefined ? '' : ms < 100 ? ms.toFixed(1) : String(Math.round(ms));
  const beside = plainMs == null ? '' : `${Math.round(plainMs)} (${(plainMs / ms).toFixed(1)} times)`;
  const more = Object.entries(rest).map(([name, value]) => `${name} ${Math.round(value).toLocaleString('en')}`);
  console.log([what.padEnd(34), time.padStart(8), beside.padStart(20), ...more].join('  ').trimEnd());
}
