import { powerSaveBlocker } from 'electron';

/** Keeps the computer from falling asleep by itself while `set(true)` holds; the display may turn off. */
export function createKeepAwake(): { set(on: boolean): void } {
  let blocker: number | null = null;
  return {
    set: (on) => {
      if (on === (blocker !== null)) return;
      if (blocker !== null) powerSaveBlocker.stop(blocker);
      blocker = on ? powerSaveBlocker.start('prevent-app-suspension') : null;
    },
  };
}
