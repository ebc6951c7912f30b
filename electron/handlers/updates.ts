import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Application } from './application.ts';

/** Requests about newer versions of Belfry itself. */
export function updateHandlers({
  desktop: { updates },
}: Application): Pick<Handlers, 'update.state' | 'update.look' | 'update.take'> {
  return {
    'update.state': () => updates.state,
    'update.look': async () => {
      if (updates.state.phase === 'off')
        throw new BelfryError('refused', updates.state.reason ?? 'Updates are switched off in Settings, About.');
      await updates.look();
      return updates.state;
    },
    'update.take': async () => {
      if (updates.state.phase !== 'found' && updates.state.phase !== 'ready')
        throw new BelfryError('refused', 'There is no update to take. Look for one first.');
      await updates.take();
      return updates.state;
    },
  };
}
