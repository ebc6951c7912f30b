import type { RequestName } from '#contract/api.ts';
import type { Dispatch } from './dispatch.ts';

/** All doors lead through it: it can be shut for a moment, in which requests wait. */
export interface Gate {
  dispatch: Dispatch;
  /** Shuts it and resolves when the requests under way are answered; call the result to open it again. */
  hold(): Promise<() => void>;
}

/** Nothing passes before `ready`. `through` is the request that shuts the gate, and would wait for itself. */
export function createGate(dispatch: Dispatch, through: RequestName, ready?: Promise<void>): Gate {
  let open: Promise<void> | null = null;
  const opened = () => {
    open = null;
  };
  if (ready) open = ready.then(opened);
  let inside = 0;
  let emptied = () => {};
  return {
    dispatch: async (name, input) => {
      if (name === through) {
        await ready;
        return dispatch(name, input);
      }
      while (open) await open;
      inside++;
      try {
        return await dispatch(name, input);
      } finally {
        inside--;
        if (inside === 0) emptied();
      }
    },
    hold: async () => {
      let release = () => {};
      open = new Promise<void>((resolve) => {
        release = () => {
          opened();
          resolve();
        };
      });
      if (inside > 0) await new Promise<void>((resolve) => (emptied = resolve));
      return release;
    },
  };
}
