// npm run bench:flood            a job that prints 10 GB: memory, processor and what windows are told
// npm run bench:flood -- 1000    so many MB
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flood } from './flood-run.mjs';

const mb = Number(process.argv[2] ?? 10_000);
const lines = [
  ['short lines', `yes | head -c ${mb}000000`],
  ['one line', `head -c ${mb}000000 /dev/zero`],
];
for (const [name, line] of lines) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-flood-'));
  try {
    const seen = await flood(folder, String(line), 10 * 1024 * 1024);
    const rate = seen.bytes / 1000 / seen.ms;
    console.log(
      `${name}: ${(seen.bytes / 1e6).toFixed(0)} MB in ${(seen.ms / 1000).toFixed(1)} s (${rate.toFixed(0)} MB/s), ` +
        `memory +${(seen.grownBytes / 1e6).toFixed(1)} MB, processor ${(100 * seen.cpuShare).toFixed(0)} %, ` +
        `${seen.batches} batches of at most ${(seen.largest / 1000).toFixed(0)} kB, longest pause ${seen.pauseMs.toFixed(0)} ms`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
