import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Running, start } from './belfry.ts';

/**
 * One Belfry for all tests of a file, its window open, on a folder that goes with it. `opened` is told of it before the
 * first test, and of the one after a `restart`; `patienceMs` is how long tests wait for something in its page.
 */
export function oneBelfry(opened: (belfry: Running, page: Page) => unknown, patienceMs = 10_000) {
  let data: string;
  let belfry: Running | undefined;
  const open = async () => {
    belfry = await start({ data });
    const page = await belfry.window();
    page.setDefaultTimeout(patienceMs);
    await opened(belfry, page);
  };
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-'));
    await open();
  });
  afterAll(async () => {
    await belfry?.close();
    await rm(data, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    restart: async () => {
      await belfry?.close();
      belfry = undefined;
      await open();
    },
  };
}
