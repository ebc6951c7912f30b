import { expect, it } from 'vitest';
import { packagedPath } from '../../electron/dev/electron.mjs';
import { start, waitFor } from './belfry.ts';

it('the packaged application starts, and a job rings in it', async () => {
  const executable = packagedPath();
  if (executable === null) throw new Error('There is no package: npm run package -- --inspectable');
  const belfry = await start({ executable });
  try {
    await belfry.belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'echo rang');
    await belfry.belfry('run', 'Print hello', '--wait');
    type Row = { job: string; status: string; id: number };
    const success = async (job: string) =>
      (await belfry.json<Row[]>('history', '--job', job)).find(({ status }) => status === 'success');
    await waitFor(async () => (await success('tick')) !== undefined);
    expect((await belfry.belfry('logs', String((await success('tick'))?.id))).stdout).toBe('rang\n');
    expect((await belfry.belfry('logs', String((await success('Print hello'))?.id))).stdout).toContain(
      'Hello from Belfry',
    );
    const page = await belfry.window();
    await page.waitForLoadState();
    expect(page.url()).toMatch(/^app:\/\/belfry\//);
  } finally {
    await belfry.close();
  }
});
