import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';

export interface QuitParts {
  /** Runs in progress. */
  running: () => number;
  /** Ends the engine: stops or awaits what runs. */
  shutdown: (mode: 'stop' | 'wait') => Promise<void>;
  /** Closes doors, tray and store, in that order. */
  close: () => Promise<void>;
  report: (error: unknown) => void;
}

export type QuitChoice = 'wait' | 'stop' | 'cancel';

/** Quitting is explicit and loses nothing: it asks when jobs run, and leaves only when their rows are written. */
export function setUpQuit(parts: QuitParts): { quit(choice?: QuitChoice): Promise<void> } {
  let leaving: Promise<void> | null = null;
  let waiting = false;

  async function quit(choice?: QuitChoice): Promise<void> {
    const chosen = choice ?? (parts.running() > 0 ? await ask(parts.running()) : 'stop');
    if (chosen === 'cancel') return;
    // Who waits for runs to finish may still stop them, and a system that goes down does.
    if (leaving && waiting && chosen === 'stop') void parts.shutdown('stop').catch(parts.report);
    waiting = chosen === 'wait';
    leaving ??= leave(chosen);
    await leaving;
  }

  async function leave(mode: 'stop' | 'wait'): Promise<void> {
    try {
      await parts.shutdown(mode);
      await parts.close();
    } catch (error) {
      parts.report(error);
    } finally {
      app.exit(0);
    }
  }

  app.on('before-quit', (event) => {
    event.preventDefault();
    void quit();
  });
  // The system goes down: it waits a little while rows are written.
  (powerMonitor as NodeJS.EventEmitter).on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    void quit('stop');
  });
  // Windows tells its windows that the session ends.
  app.on('browser-window-created', (_event, window: BrowserWindow) => {
    window.on('session-end', () => void quit('stop'));
  });
  // The desktop or the terminal ends the session: nobody is there to be asked.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void quit('stop'));
  return { quit };
}

async function ask(running: number): Promise<QuitChoice> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: running === 1 ? 'A job is running.' : `${running} jobs are running.`,
    detail: 'No bell rings while Belfry is not running.',
    buttons: ['Quit after they finish', 'Stop them and quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  return (['wait', 'stop', 'cancel'] as const)[response] ?? 'cancel';
}
