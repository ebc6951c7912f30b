import { app, BrowserWindow, dialog, powerMonitor } from 'electron';
import type { QuitCalls } from './quit-calls.ts';

export interface QuitParts {
  calls: QuitCalls;
  /** Runs in progress. */
  running: () => number;
  /** Ends the engine: awaits what runs, stops it, or stops it quickly. */
  shutdown: (mode: QuitMode) => Promise<void>;
  /** Closes doors, tray and store, in that order. */
  close: () => Promise<void>;
  report: (error: unknown) => void;
}

type QuitMode = 'wait' | 'stop' | 'hurry';
export type QuitChoice = QuitMode | 'cancel';
const HASTE: QuitMode[] = ['wait', 'stop', 'hurry'];

export interface Quit {
  /** `last` takes the place of the exit, and has to bring it about. */
  quit(choice?: QuitChoice, last?: () => void): Promise<void>;
  /** Whether it has begun: what fails now for want of a store is no fault. */
  isLeaving(): boolean;
}

/** Quitting is explicit and loses nothing: it asks when jobs run, and leaves only when their rows are written. */
export function setUpQuit(parts: QuitParts): Quit {
  let leaving: Promise<void> | null = null;
  /** How runs are ended while that goes on. */
  let ending: QuitMode | null = null;

  async function quit(choice?: QuitChoice, last = () => app.exit(0)): Promise<void> {
    const asks = parts.running() > 0 && ending !== 'hurry';
    const chosen = choice ?? (asks ? await ask(parts.running()) : 'stop');
    if (chosen === 'cancel') return;
    // Who waits for runs to finish may still stop them, and a system that goes down does.
    if (ending && HASTE.indexOf(chosen) > HASTE.indexOf(ending)) {
      ending = chosen;
      void parts.shutdown(chosen).catch(parts.report);
    }
    leaving ??= leave(chosen, last);
    await leaving;
  }

  async function leave(mode: QuitMode, last: () => void): Promise<void> {
    try {
      ending = mode;
      // What was typed and not saved reaches the disk meanwhile.
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.session.flushStorageData();
      await parts.shutdown(mode);
      ending = null;
      await parts.close();
    } catch (error) {
      parts.report(error);
    } finally {
      parts.calls.release();
      last();
    }
  }

  // The system goes down: it waits a little while rows are written.
  hearShutdown((event) => {
    event?.preventDefault();
    void quit('hurry');
  });
  // Windows tells its windows that the session ends.
  const hearEnd = (window: BrowserWindow) => window.on('session-end', () => void quit('hurry'));
  BrowserWindow.getAllWindows().forEach(hearEnd);
  app.on('browser-window-created', (_event, window) => hearEnd(window));
  parts.calls.follow((choice) => void quit(choice));
  return { quit, isLeaving: () => leaving !== null };
}

/** Electron makes the system wait for listeners of `shutdown` that come after the first listener of anything, not for that one. */
function hearShutdown(listener: (event?: Electron.Event) => void): void {
  powerMonitor.on('resume', () => {});
  (powerMonitor as NodeJS.EventEmitter).on('shutdown', listener);
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
