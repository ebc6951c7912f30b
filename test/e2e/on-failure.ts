import type { ElectronApplication } from 'playwright-core';
import { TestRunner } from 'vitest';

const open = new Set<ElectronApplication>();

/** Lets failed tests tell what the windows of an application showed, until it has ended. */
export function watch(app: ElectronApplication): void {
  open.add(app);
  app.process().once('exit', () => open.delete(app));
}

/** Prints what all windows show where the test at hand has failed: a machine that nobody sees has no other way to say it. */
export async function tellFailure(): Promise<void> {
  const test = TestRunner.getCurrentTest();
  if (test?.result?.state !== 'fail') return;
  // A second try that goes well would keep why the first one did not to itself.
  const why = test.result.errors?.map(({ message, stack }) => stack ?? message).join('\n');
  for (const page of [...open].flatMap((app) => app.windows())) {
    const seen = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5000 })
      .catch((error) => String(error));
    console.log(`When “${test.name}” failed (${why}), ${page.url()} showed:\n${seen}`);
  }
}
