import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['test/bench/bench.mjs', ...args], { cwd: root });

describe('the benchmark', () => {
  it('says in JSON how late jobs rang and what arming them took, for each contestant', async () => {
    const { stdout } = await bench('ring', 'arm', '--json', '--jobs', '3', '--rounds', '1', '--against', 'croner');
    const { conditions, ring, arm, ...rest } = JSON.parse(stdout);
    expect(conditions).toMatchObject({ node: process.version, cores: expect.any(Number) });
    expect(ring.map(({ name, jobs, rang }: Record<string, unknown>) => [name, jobs, rang])).toEqual([
      ['belfry', 3, 3],
      ['belfry on disk', 3, 3],
      ['croner', 3, 3],
    ]);
    for (const { p50, p99, max } of ring) expect(p50 >= 0 && p50 <= p99 && p99 <= max).toBe(true);
    expect(ring[1].runsPerS).toBeGreaterThan(0);
    expect(arm.map(({ name }: { name: string }) => name)).toEqual(['belfry', 'croner']);
    for (const { armMs, bytesPerJob } of arm) expect(armMs > 0 && bytesPerJob >= 0).toBe(true);
    expect(rest).toEqual({});
  }, 60_000);

  it('refuses a part that it does not have', async () => {
    await expect(bench('speed')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
  }, 60_000);
});
