import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

interface Told {
  event: string;
  title: string;
  message: string;
  job: { name: string };
  run: { exitCode: number | null };
  outputTail: string;
}

let belfry: Running;
let page: Page;
let server: Server;
let told: Told[];
let hook: string;

beforeEach(async () => {
  told = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url === '/hook') told.push(JSON.parse(body));
    response.writeHead(request.url === '/hook' ? 204 : 404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  belfry = await start();
  page = await belfry.window();
  await page.evaluate(() => {
    history.pushState(null, '', '/settings/notifications');
    dispatchEvent(new PopStateEvent('popstate'));
  });
});
afterEach(async () => {
  await belfry.close();
  server.close();
});

it('settings name who is told of all jobs, with a test, and refusals at the field', async () => {
  const webhooks = page.getByRole('textbox', { name: 'Webhooks' });
  await webhooks.fill('nonsense');
  await webhooks.press('Enter');
  await page.getByRole('alert').getByText('Give an address that starts with https:// or http://.').waitFor();
  await webhooks.fill(`${hook}-gone`);
  await page.getByRole('button', { name: 'Send a test: Webhooks' }).click();
  await page
    .getByRole('alert')
    .getByText(/answered 404/)
    .waitFor();
  await webhooks.fill(hook);
  await webhooks.press('Enter');
  await page.getByRole('button', { name: 'Send a test: Webhooks' }).click();
  await page.getByRole('status').getByText('The test went out.').waitFor();
  expect(told).toMatchObject([{ event: 'success', title: 'Belfry can reach you' }]);

  await page.getByRole('textbox', { name: 'Mail to' }).fill('me@example.com');
  await page.getByRole('button', { name: 'Send a test: Mail to' }).click();
  await page.getByRole('alert').getByText('No mail account is set up.').waitFor();

  await belfry.belfry('add', '--name', 'backup', '--command', 'echo nearly; exit 3');
  await belfry.belfry('run', 'backup', '--wait');
  await waitFor(() => told.length === 2);
  expect(told[1]).toMatchObject({
    ...{ event: 'failure', title: 'backup failed', message: 'Exit code 3.', job: { name: 'backup' } },
    ...{ run: { exitCode: 3 }, outputTail: expect.stringContaining('nearly') },
  });
});
