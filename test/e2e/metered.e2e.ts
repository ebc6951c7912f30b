import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasLoginManager } from '../../electron/dev/system.mjs';
import { type Running, start, waitFor } from './belfry.ts';
import { type Metered, openNetworkManager } from './network-manager.ts';

if (!hasLoginManager()) console.warn('Metered networks are not tested: this machine lacks python3-dbusmock.');

async function begin(metered: Metered) {
  const manager = await openNetworkManager(metered);
  onTestFinished(manager.close);
  const belfry = await start({ env: manager.env });
  onTestFinished(belfry.close);
  const page = await belfry.window();
  return { manager, belfry, page };
}

interface Row {
  status: string;
  reason: string | null;
  cause: string;
}
const rows = (belfry: Running, job: string) => belfry.json<Row[]>('history', '--job', job);

describe.runIf(hasLoginManager())('on a metered network, as NetworkManager tells', () => {
  it('holds HTTP until the network is unmetered; commands and what is started by hand run', async () => {
    const { manager, belfry, page } = await begin('guessYes');
    const server = createServer((_request, response) => response.end('Good morning'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

    await page.goto('app://belfry/settings/time');
    await page.getByRole('combobox', { name: 'On metered networks' }).selectOption('Hold HTTP and e-mail');
    await waitFor(
      async () =>
        (await page.evaluate(async () => {
          const reply = await window.belfry.request('settings.get');
          return reply.ok && reply.result.onMetered;
        })) === 'hold-network',
    );

    await belfry.belfry('add', '--name', 'first', '--command', 'true');
    await belfry.belfry('add', '--name', 'fetch', '--http', `GET ${url}`, '--after', 'first:success');
    await belfry.belfry('add', '--name', 'other', '--command', 'true', '--after', 'first:success');
    await belfry.belfry('run', 'first', '--wait');
    await waitFor(async () => (await rows(belfry, 'fetch'))[0]?.status === 'queued');
    expect(await rows(belfry, 'fetch')).toMatchObject([{ status: 'queued', reason: 'metered', cause: 'after-job' }]);
    await waitFor(async () => (await rows(belfry, 'other'))[0]?.status === 'success');
    await page.goto('app://belfry/history');
    await page.getByText('on a metered network').first().waitFor();

    await belfry.belfry('run', 'fetch', '--wait');
    expect((await rows(belfry, 'fetch')).map(({ status, cause }) => `${status} ${cause}`)).toEqual([
      'success by-hand',
      'queued after-job',
    ]);
    await manager.setMetered('guessNo');
    await waitFor(async () => (await rows(belfry, 'fetch'))[1]?.status === 'success');
  });
});
