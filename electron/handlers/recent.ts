import type { Run } from '#contract/run.ts';
import type { Application } from './application.ts';

/** How many rows of the ledger are looked through for what was run by hand before this start. */
const LOOKED_THROUGH = 500;
const KEPT = 20;

/** Which jobs were last run by hand: the tray offers them first. */
export class RecentJobs {
  private ids: number[] = [];

  constructor(private readonly app: Pick<Application, 'store' | 'bus'>) {}

  /** Job ids, the latest first. */
  get list(): readonly number[] {
    return this.ids;
  }

  /** Reads the newest rows, then listens. */
  async watch(): Promise<void> {
    this.app.bus.subscribe((name, payload) => {
      if (name === 'runs.changed') this.note(payload as Run[]);
    });
    const { runs } = await this.app.store.runs.list({ limit: LOOKED_THROUGH });
    this.note(runs.reverse(), false);
  }

  /** `fresh` false: what is known already is newer. */
  private note(runs: Run[], fresh = true): void {
    for (const { jobId, cause } of runs) {
      if (cause !== 'by-hand' || (!fresh && this.ids.includes(jobId))) continue;
      this.ids = [jobId, ...this.ids.filter((id) => id !== jobId)].slice(0, KEPT);
    }
  }
}
