import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasLoginManager } from '../../electron/dev/system.mjs';
import { type Running, start, waitFor } from './belfry.ts';
import { openLoginManager } from './login-manager.ts';

if (!hasLoginManager()) console.warn('The login manager is not tested: this machine lacks python3-dbusmock.');

async function begin() {
  const manager = await openLoginManager();
  onTestFinished(manager.close);
  const belfry = await start({ hidden: true, env: manager.env });
  const child = belfry.app.process();
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await belfry.close();
  });
  return { manager, belfry };
}

const rows = (belfry: Running, job: string) =>
  belfry.json<{ status: string; cause: string }[]>('history', '--job', job);

describe.runIf(hasLoginManager())('with the login manager, over the message bus', () => {
  it('a shutdown waits until the rows of stopped runs are written, and no longer', async () => {
    const { manager, belfry } = await begin();
    // Does not stop when it is asked to.
    const slow = "trap '' TERM; while true; do sleep 0.1; done";
    await belfry.belfry('add', '--name', 'slow', '--command', slow);
    await belfry.belfry('run', 'slow');
    await waitFor(async () => (await rows(belfry, 'slow'))[0]?.status === 'running');
    expect(await manager.heldBack()).toContain('shutdown');

    const child = belfry.app.process();
    const gone = once(child, 'exit');
    const since = performance.now();
    await manager.tell('PrepareForShutdown', true);
    await waitFor(async () => !(await manager.heldBack()).includes('shutdown'));
    // As the system does once nothing holds it back; it would not wait for more than five seconds anyway.
    child.kill('SIGKILL');
    expect(performance.now() - since).toBeLessThan(5_000);
    await gone;

    const again = await start({ data: belfry.data, hidden: true });
    onTestFinished(again.close);
    expect(await rows(again, 'slow')).toMatchObject([{ status: 'cancelled' }]);
  });

  it('hears that the computer sleeps and wakes, and lets it', async () => {
    const { manager, belfry } = await begin();
    await belfry.belfry('add', '--name', 'waking', '--on', 'wake', '--command', 'true');
    await waitFor(async () => (await manager.heldBack()).includes('sleep'));
    await manager.tell('PrepareForSleep', true);
    await waitFor(async () => !(await manager.heldBack()).includes('sleep'));
    await manager.tell('PrepareForSleep', false);
    await waitFor(async () => (await rows(belfry, 'waking')).length > 0);
    expect(await rows(belfry, 'waking')).toMatchObject([{ cause: 'wake' }]);
    await waitFor(async () => (await manager.heldBack()).includes('sleep'));
  });

  it('asks the power manager to stay awake just while a job that wants it runs', async () => {
    const { manager, belfry } = await begin();
    await belfry.belfry('add', '--name', 'upload', '--command', 'sleep 300', '--keep-awake');
    expect(await manager.powerCalls()).toEqual([]);
    const id = (await belfry.belfry('run', 'upload')).stdout.replace(/\D+/g, '');
    await waitFor(async () => (await manager.powerCalls()).includes('Inhibit'));
    expect(await manager.powerCalls()).not.toContain('UnInhibit');
    await belfry.belfry('stop', id);
    await waitFor(async () => (await manager.powerCalls()).includes('UnInhibit'));
  });
});
