import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const MB = 1_000_000;
/** A shell line that makes the job print. */
async function run(running: Running, name: string, line: string): Promise<number> {
  await running.belfry('add', '--name', name, '--command', line);
  return (await running.json<{ id: number }>('run', name)).id;
}

describe('output in a real Belfry', () => {
  it('of 300 MB takes less than 50 MB of the main process, leaves the window at work, and keeps its ends', async () => {
    belfry = await start();
    const page = await belfry.window();
    const { app } = belfry;
    await page.getByRole('link', { name: 'Jobs' }).first().click();
    const id = await run(belfry, 'Flood', `sleep 3; echo first; yes "all work" | head -c ${300 * MB}; echo; echo last`);
    await page.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, `/history?run=${id}`);
    await page.getByLabel('Run of Flood').waitFor();
    // Sampled inside: what is asked from outside while it collects its garbage may be lost.
    const before = await app.evaluate(() => {
      const memory = { peak: 0 };
      Object.assign(globalThis, { memory });
      setInterval(() => {
        memory.peak = Math.max(memory.peak, process.memoryUsage.rss());
      }, 10).unref();
      return process.memoryUsage.rss();
    });
    await page.evaluate(() => {
      const seen = { last: performance.now(), slowest: 0, frames: 0 };
      Object.assign(window, { seen });
      const frame = (now: number) => {
        seen.slowest = Math.max(seen.slowest, now - seen.last);
        seen.last = now;
        seen.frames++;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await page.getByLabel('Run of Flood').getByText('succeeded').waitFor();
    const { peak } = await app.evaluate(() => (globalThis as unknown as { memory: { peak: number } }).memory);
    const seen = await page.evaluate(() => (window as unknown as { seen: { slowest: number; frames: number } }).seen);
    expect(seen.frames).toBeGreaterThan(60);
    expect(seen.slowest).toBeLessThan(1000);
    expect(peak - before).toBeLessThan(50 * MB);

    const pane = page.getByLabel('Run of Flood');
    const log = pane.getByRole('log');
    const scroll = (share: number) => log.evaluate((box, to) => box.scrollTo(0, to * box.scrollHeight), share);
    await pane.getByText(/MB not kept$/).waitFor();
    await scroll(1);
    await log.getByText('last', { exact: true }).waitFor();
    await scroll(0);
    await log.getByText('first', { exact: true }).waitFor();
    await scroll(0.5);
    await log.getByText(/^10\.\d MB not shown\. 289\.\d MB not kept\./).waitFor();
    await log.getByRole('button', { name: 'Open file' }).waitFor();
    const raw = await belfry.belfry('logs', String(id), '--raw');
    expect(raw.stdout.startsWith('first\nall work\n')).toBe(true);
    expect(raw.stdout.endsWith('last\n')).toBe(true);
    expect((await belfry.belfry('logs', String(id))).stderr).toMatch(/^belfry: Output was left out here, 289\.\d MB/);
  });

  it('survives byte by byte, and is followed to its end', async () => {
    belfry = await start({ hidden: true });
    const id = await run(belfry, 'Bytes', String.raw`sleep 1; printf '\377\000\001ok\n'; sleep 1; printf 'end'`);
    const followed = await belfry.belfry('logs', String(id), '--follow', '--raw');
    expect(followed.code).toBe(0);
    const stored = await belfry.json<{ base64?: string; text: string }[]>('logs', String(id));
    const bytes = stored.map(({ base64, text }) =>
      base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64'),
    );
    expect(Buffer.concat(bytes)).toEqual(Buffer.from('\xff\x00\x01ok\nend', 'latin1'));
    await waitFor(
      async () => (await belfry?.json<object[]>('history', '--search', 'OK', '--job', 'Bytes'))?.length === 1,
    );
  });
});
