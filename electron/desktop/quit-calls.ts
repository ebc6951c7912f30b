import { app } from 'electron';

export interface QuitCalls {
  /** Takes over: a call that came before comes now. `stop` is one that nobody can be asked about. */
  follow(quit: (choice?: 'stop') => void): void;
  /** From here on the application may go. */
  release(): void;
}

/**
 * Hears that Belfry is to quit, from the time on when the application is ready. A start takes a moment, and would be torn
 * down with its store open: what comes first waits until somebody follows.
 */
export function hearQuitCalls(): QuitCalls {
  let quit: ((choice?: 'stop') => void) | null = null;
  let missed: (() => void) | null = null;
  const call = (choice?: 'stop') => {
    if (quit) quit(choice);
    else missed = () => quit?.(choice);
  };
  const hold = (event: Electron.Event) => {
    event.preventDefault();
    call();
  };
  app.on('before-quit', hold);
  // The desktop or the terminal ends the session: nobody is there to be asked.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => call('stop'));
  return {
    follow: (given) => {
      quit = given;
      missed?.();
    },
    release: () => void app.off('before-quit', hold),
  };
}
