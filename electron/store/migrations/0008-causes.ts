import type { Migration } from './index.ts';

/** A short way to what the schedule did not set off: runs by hand, catch-ups, followers. */
export const causes: Migration = {
  name: '0008-causes',
  up: async (run) => {
    // Partial: nearly all rows of a ledger are the schedule's, and those pay nothing.
    await run("CREATE INDEX runs_cause_newest ON runs (cause, sortAt DESC, id DESC) WHERE cause <> 'schedule'");
  },
};
