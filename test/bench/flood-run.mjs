import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Lets a shell line print into a store in `folder`, in a process of its own; says what that took.
 * @param {string} folder
 * @param {string} line
 * @param {number} capBytes
 * @returns {Promise<{ exitCode: number | null, bytes: number, dropped: number, kept: number, ms: number, batches: number,
 *   largest: number, pauseMs: number, grownBytes: number, cpuShare: number, first: string, last: string }>}
 */
export async function flood(folder, line, capBytes) {
  await build({
    ...{ configFile: false, root, logLevel: 'error' },
    build: {
      ...{ ssr: 'test/bench/flood-child.ts', outDir: 'dist/flood', target: 'node20' },
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  const args = ['dist/flood/child.mjs', folder, line, String(capBytes)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout);
}
