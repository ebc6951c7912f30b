// npm run bench             lateness, time to arm and memory, side by side with other schedulers, one process each
// npm run bench -- --json   the same as JSON
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = ['belfry', 'node-schedule', 'croner', 'node-cron', 'cron'];
const RING = [100, 1_000, 5_000];
const ARM = [1_000, 10_000];
const json = process.argv.includes('--json');

await build({
  configFile: false,
  root,
  logLevel: 'error',
  build: {
    ssr: 'test/bench/child.ts',
    outDir: 'dist/bench',
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'child.mjs' } },
  },
});

/**
 * @param {string} name
 * @param {number} count
 * @param {'ring' | 'arm'} mode
 */
function measure(name, count, mode) {
  const args = ['--expose-gc', 'dist/bench/child.mjs', name, String(count), mode];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 120_000 });
  const line = (stdout ?? '').trim().split('\n').at(-1);
  return { name, count, mode, ...(status === 0 && line ? JSON.parse(line) : { failed: true }) };
}

const results = [];
for (const count of RING) for (const name of NAMES) results.push(measure(name, count, 'ring'));
for (const count of ARM) for (const name of NAMES) results.push(measure(name, count, 'arm'));

if (json) console.log(JSON.stringify(results, null, 2));
else print(results);

/** @param {Record<string, any>[]} rows */
function print(rows) {
  const ms = (/** @type {number | null | undefined} */ n) =>
    (n == null ? '-' : n < 10 ? n.toFixed(1) : String(Math.round(n))).padStart(9);
  console.log('\nLateness of no-op jobs due in the same second, ms\n');
  console.log(
    `${'scheduler'.padEnd(16)}${'jobs'.padStart(7)}${'rang'.padStart(8)}${'p50'.padStart(9)}${'p99'.padStart(9)}${'max'.padStart(9)}`,
  );
  for (const row of rows.filter(({ mode }) => mode === 'ring')) {
    console.log(
      `${row.name.padEnd(16)}${String(row.count).padStart(7)}${String(row.rang ?? '-').padStart(8)}${ms(row.p50)}${ms(row.p99)}${ms(row.max)}`,
    );
  }
  console.log('\nTime to arm, ms, and memory, bytes a job\n');
  console.log(`${'scheduler'.padEnd(16)}${'jobs'.padStart(7)}${'ms'.padStart(9)}${'bytes'.padStart(9)}`);
  for (const row of rows.filter(({ mode }) => mode === 'arm')) {
    console.log(`${row.name.padEnd(16)}${String(row.count).padStart(7)}${ms(row.armMs)}${ms(row.bytesPerJob)}`);
  }
}
