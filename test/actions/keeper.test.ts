import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processKeeper } from '#actions/keeper.ts';
import { ProcessTree, RUN_KEY } from '#actions/process-tree.ts';

function leave(script: string) {
  const key = `keeper-${process.pid}-${Math.random()}`;
  const startedAt = Date.now();
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, [RUN_KEY]: key },
  });
  return { child, mark: ProcessTree.of(child.pid as number, key, startedAt).mark };
}

describe.skipIf(process.platform === 'win32')('a process that outlived Belfry', () => {
  it('is found by its number and birth, and ended with what it started', async () => {
    const { child, mark } = leave('sleep 600 & sleep 600');
    expect(await processKeeper.isAlive(mark)).toBe(true);
    const gone = once(child, 'exit');
    await processKeeper.end(mark);
    await gone;
    expect(await processKeeper.isAlive(mark)).toBe(false);
  });

  it('is found by what it left, when only a grandchild lives on', async () => {
    const { child, mark } = leave('setsid sleep 600 & exit 0');
    await once(child, 'exit');
    expect(await processKeeper.isAlive(mark)).toBe(true);
    await processKeeper.end(mark);
    expect(await processKeeper.isAlive(mark)).toBe(false);
  });

  it('is not mistaken for another with its number', async () => {
    const { child, mark } = leave('sleep 600');
    expect(await processKeeper.isAlive({ ...mark, born: mark.born - 100_000, key: 'other' })).toBe(false);
    await processKeeper.end({ ...mark, born: mark.born - 100_000, key: 'other' });
    expect(child.exitCode).toBeNull();
    await processKeeper.end(mark);
  });
});
