import { expect, it } from 'vitest';
import { flood } from '../bench/flood-run.mjs';
import { tempFolder } from '../support/temp.ts';

const MB = 1_000_000;
const CAP = 10 * 1024 * 1024;

// `npm run bench:flood` is the same with 10 GB.
it('a job that prints 300 MB takes less than 50 MB of memory, and both ends are kept', async () => {
  const line = `echo first; yes 'all work and no play' | head -c ${300 * MB}; echo last`;
  const seen = await flood(await tempFolder(), line, CAP);
  expect(seen).toMatchObject({ exitCode: 0, bytes: 300 * MB + 11, dropped: 300 * MB + 11 - seen.kept });
  expect(seen.grownBytes).toBeLessThan(50 * MB);
  expect(seen.kept).toBeLessThanOrEqual(CAP);
  expect(seen.kept).toBeGreaterThan(0.95 * CAP);
  expect(seen.first.startsWith('first\nall work')).toBe(true);
  expect(seen.last.endsWith('last\n')).toBe(true);
  expect(seen.largest).toBeLessThan(300 * 1024);
}, 120_000);
