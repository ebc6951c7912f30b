import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { app, safeStorage } from 'electron';
import { nameBelfry } from './instance.ts';

/** For so long (ms) a person may think about the password. */
const ANSWER_MS = 120_000;
/** Between two looks at whether it was unlocked in another way (ms). */
const LOOK_MS = 2_000;
/** Chromium's switches that decide whom it asks, and whether it runs at all. */
const SWITCHES = ['password-store', 'no-sandbox'];

/**
 * Has the key ring asked by a process of its own: who asks waits until a person has given the password, with everything
 * else in that process. Resolves to whether it gave a key.
 */
export async function askKeyRing(isOpen: () => Promise<boolean>): Promise<boolean> {
  const switches = SWITCHES.filter((name) => app.commandLine.hasSwitch(name)).map((name) => {
    const value = app.commandLine.getSwitchValue(name);
    return value === '' ? `--${name}` : `--${name}=${value}`;
  });
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const data = dirname(app.getPath('userData'));
  const asking = spawn(process.execPath, [...switches, ...own, '--ask-key-ring', '--data', data], { stdio: 'ignore' });
  // It waits for a person, and hears of nothing but this.
  const stop = () => void asking.kill('SIGKILL');
  const timeout = setTimeout(stop, ANSWER_MS);
  const look = setInterval(() => void isOpen().then((open) => open && stop()), LOOK_MS);
  process.once('exit', stop);
  try {
    const [code] = await once(asking, 'exit');
    return code === 0;
  } catch {
    return false;
  } finally {
    clearTimeout(timeout);
    clearInterval(look);
    process.off('exit', stop);
  }
}

/** What that process does: it asks, and its exit code says whether there is a key. */
export async function answerForKeyRing(dataFolder: string): Promise<void> {
  nameBelfry(join(dataFolder, 'browser', 'key-ring'));
  await app.whenReady();
  app.exit(safeStorage.isEncryptionAvailable() ? 0 : 1);
}
