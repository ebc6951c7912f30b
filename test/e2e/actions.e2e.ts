import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { socketAddress } from '#doors/address.ts';
import { type Client, connect } from '#doors/client.ts';
import { living, pidsIn } from '../actions/begin.ts';
import { tempFolder } from '../support/temp.ts';
import { answers, command, type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

describe('a test run in the editor of a real Belfry', () => {
  it('shows what a draft does, as a run would do it, and records nothing', async () => {
    const home = await tempFolder();
    writeFileSync(join(home, '.bashrc'), 'export PATH="$HOME/tools:$PATH"\n');
    writeFileSync(join(home, '.profile'), '');
    mkdirSync(join(home, 'tools'));
    writeFileSync(join(home, 'tools/my-own-tool'), '#!/bin/sh\necho "tool of mine"\n', { mode: 0o755 });
    belfry = await start({ env: { HOME: home, SHELL: '/bin/bash' } });
    const page = await belfry.window();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('radio', { name: 'Script' }).check({ force: true });
    const script = page.getByRole('textbox', { name: 'Script', exact: true });
    await script.fill('my-own-tool\necho "and $0" >&2\nfalse\necho never');
    await page.keyboard.press('Control+Enter');
    const pane = page.getByRole('region', { name: 'Test run' });
    await pane.getByText('tool of mine').waitFor();
    await pane.getByText(/and .*script\.sh/).waitFor();
    await pane.getByText(/Exit 1 in /).waitFor();
    await pane.getByText('Not recorded in History.').waitFor();
    expect(await pane.getByText('never').count()).toBe(0);

    await page.getByRole('switch', { name: 'Stops at the first error' }).click();
    await pane.getByRole('button', { name: 'Test again' }).click();
    await pane.getByText(/Exit 0 in /).waitFor();
    await pane.getByText('never').waitFor();

    await script.fill(' ');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Write the script.').waitFor();
    const history = await belfry.json<{ job: string }[]>('history');
    expect(history.filter(({ job }) => !job.startsWith('Print '))).toEqual([]);
    expect(await belfry.json<unknown[]>('ls')).toHaveLength(2);
    expect(readdirSync(join(belfry.data, 'jobs/.scripts'))).toEqual([]);
  });

  it('can be stopped, and ends when its window goes', async () => {
    belfry = await start();
    const running = belfry;
    const page = await belfry.window();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('textbox', { name: 'Command' }).fill('echo pid $$; sleep 600');
    const pane = page.getByRole('region', { name: 'Test run' });
    await pane.getByRole('button', { name: 'Test' }).click();
    await pane.getByText(/^pid \d+$/).waitFor();
    await pane.getByRole('button', { name: 'Stop' }).click();
    await pane.getByText('Stopped by hand.').waitFor();
    await pane.getByRole('button', { name: 'Test again' }).click();
    await pane.getByRole('button', { name: 'Stop' }).waitFor();
    const pid = pane.getByText(/^pid \d+$/);
    await pid.waitFor();
    const pids = pidsIn(await pid.innerText());
    expect(living(pids)).toEqual(pids);
    // Not by a click: the page may be gone before it has heard of it.
    await page.evaluate(() => void window.belfry.request('window.control', { action: 'close' })).catch(() => {});
    await waitFor(() => living(pids).length === 0);
    expect((await running.belfry('status')).code).toBe(0);
  });
});

describe('the environment of a run', () => {
  it('is kept, shown and searched, with what is named like a secret left out', async () => {
    belfry = await start({ env: { COLOUR: 'red', MY_TOKEN: 'geheim' } });
    await belfry.belfry('add', '--name', 'Env', '--command', 'true', '--env', 'OWN=mine', '--cwd', '/');
    const { id } = await belfry.json<{ id: number }>('run', 'Env', '--wait');
    const { stdout } = await belfry.belfry('logs', String(id), '--environment');
    expect(stdout).toContain('\nCOLOUR=red\n');
    expect(stdout).toContain('\nMY_TOKEN=••••••\n');
    expect(stdout).toContain('\nOWN=mine  (job)\n');
    expect(stdout).toContain(`BELFRY_RUN_ID=${id}  (belfry)\n`);
    expect(stdout).toMatch(/^Folder {2}\/\nShell {3}\S+\n/);
    const page = await belfry.window();
    await page.evaluate((run) => {
      history.pushState(null, '', `/history?run=${run}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, id);
    await page.getByRole('tab', { name: 'Environment' }).click();
    await page.getByText('OWN', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Find a variable' }).fill('colour');
    await page.getByText('1 variable', { exact: true }).waitFor();
    await page.getByText('red', { exact: true }).waitFor();
  });

  it('is waited for by runs alone where the shell is slow', async () => {
    const home = await tempFolder();
    const data = await tempFolder();
    const go = join(home, 'go');
    writeFileSync(join(home, '.profile'), 'until [ -e "$HOME/go" ]; do sleep 0.1; done\nexport COLOUR=red\n');
    writeFileSync(go, '');
    const env = { HOME: home, SHELL: '/bin/sh' };
    const first = await start({ data, env, hidden: true });
    await first.belfry('add', '--name', 'Env', '--command', 'echo $COLOUR', '--cron', '0 0 1 1 *');
    await first.close();
    rmSync(go);

    const starting = start({ data, env, hidden: true });
    let client!: Client;
    const address = socketAddress(data, process.platform);
    await waitFor(() =>
      answers(
        connect(address).then((made) => {
          client = made;
        }),
      ),
    );
    expect(await client.request('scheduler.status')).toMatchObject({ state: 'idle', armed: 3 });
    const { id, status } = await client.request('jobs.run', { job: 'Env' });
    expect(status).toBe('queued');
    client.close();
    writeFileSync(go, '');
    belfry = await starting;
    await waitFor(async () => (await command(data, ['logs', String(id)])).stdout === 'red\n');
  });

  it('can be looked for again', async () => {
    const home = await tempFolder();
    writeFileSync(join(home, '.profile'), 'export COLOUR=red\n');
    belfry = await start({ env: { HOME: home, SHELL: '/bin/sh' } });
    await belfry.belfry('add', '--name', 'Env', '--command', 'echo $COLOUR');
    const printed = async () => {
      const { id } = await (belfry as Running).json<{ id: number }>('run', 'Env', '--wait');
      return (await (belfry as Running).belfry('logs', String(id))).stdout;
    };
    expect(await printed()).toBe('red\n');
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Shells and runtimes' }).click();
    await page.getByText(/^\d+ variables from \/bin\/sh, in /).waitFor();
    writeFileSync(join(home, '.profile'), 'export COLOUR=blue\n');
    await page.getByRole('button', { name: 'Look again' }).click();
    await waitFor(async () => (await printed()) === 'blue\n');
    writeFileSync(join(home, '.profile'), 'exit 3\n');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText(/exit code 3\)\. Jobs keep the environment found before\.$/).waitFor();
    expect((await belfry.belfry('status')).stdout).toMatch(/\nEnvironment {2}\/bin\/sh ended before/);
  });
});

describe('sql and scripts in a real Belfry', () => {
  it('run from the command line to the ledger', async () => {
    belfry = await start({ hidden: true });
    const file = join(belfry.data, 'shop.db');
    const sql = 'CREATE TABLE a (n); INSERT INTO a VALUES (1), (2); SELECT n FROM a; SELECT * FROM nope';
    await belfry.belfry('add', '--name', 'Sql', '--sql', sql, '--database', file, '--create');
    const run = await belfry.json<{ id: number; status: string; error: string }>('run', 'Sql', '--wait');
    expect(run).toMatchObject({ status: 'failed', error: 'Statement 4: no such table: nope.' });
    expect((await belfry.belfry('logs', String(run.id))).stdout).toContain('n\n-\n1\n2\n2 rows\n');

    const script = join(belfry.data, 'go.py');
    writeFileSync(script, 'import sys\nprint("hello from python", sys.argv[1:])\n');
    await belfry.belfry('add', '--name', 'Py', '--script', script, '--args', '["x"]');
    const py = await belfry.json<{ id: number; status: string }>('run', 'Py', '--wait');
    expect(py.status).toBe('success');
    expect((await belfry.belfry('logs', String(py.id))).stdout).toBe("hello from python ['x']\n");
  });

  it('leave no script behind, not even after a crash', async () => {
    const first = await start({ hidden: true });
    const script = join(first.data, 'long.sh');
    writeFileSync(script, 'echo pid $$\nsleep 600\n');
    await first.belfry('add', '--name', 'Long', '--script', script);
    const { id } = await first.json<{ id: number }>('run', 'Long');
    const scripts = join(first.data, 'jobs/.scripts');
    await waitFor(async () => (await first.belfry('logs', String(id))).stdout.includes('pid '));
    const pids = pidsIn((await first.belfry('logs', String(id))).stdout);
    expect(readdirSync(scripts)).toHaveLength(1);
    await first.kill();
    belfry = await start({ data: first.data, hidden: true });
    expect(existsSync(scripts) ? readdirSync(scripts) : []).toEqual([]);
    await belfry.belfry('stop', String(id));
    await waitFor(() => living(pids).length === 0);
  });
});
