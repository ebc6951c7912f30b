import { app, clipboard, dialog } from 'electron';
import type { Log } from './log.ts';

/** A page that dies again within this is not brought back a second time (ms). */
const AGAIN_MS = 60_000;
const RELOAD_MS = 200;

export interface CrashParts {
  log: Log;
  /** Nobody is there to be asked. */
  quiet: boolean;
  restart: () => void;
}

/** Sees that no process dies unnoticed: the log has it, and a dialog says what can be done. */
export function setUpCrashHandling({ log, quiet, restart }: CrashParts): void {
  let asking = false;
  const ask = async (message: string, error: unknown) => {
    if (quiet || asking) return;
    asking = true;
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message,
      detail: `${error instanceof Error ? error.message : error}\n\nThe ledger is safe: each row is on disk before its job runs. More is in ${log.path}.`,
      buttons: ['Restart Belfry', 'Go on', 'Copy details'],
      defaultId: 0,
      cancelId: 1,
    });
    asking = false;
    if (response === 2) clipboard.writeText(`Belfry ${app.getVersion()}\n${details}`);
    if (response === 0) restart();
  };
  process.on('uncaughtException', (error) => {
    log.report(error);
    void ask('Belfry met an error that it did not expect.', error);
  });
  process.on('unhandledRejection', (reason) => log.report(reason));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.report(new Error(`A ${type} process has gone (${reason}, ${exitCode}).`));
  });
  let lastGone = Number.NEGATIVE_INFINITY;
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const error = new Error(`The window's process has gone (${reason}, ${exitCode}). Jobs are not touched by it.`);
    log.report(error);
    const again = performance.now() - lastGone < AGAIN_MS;
    lastGone = performance.now();
    // Not in the very event: the page is still being taken down.
    if (!again) setTimeout(() => contents.isDestroyed() || contents.reload(), RELOAD_MS);
    else void ask('The window cannot be shown.', error);
  });
}
