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
      if (name === 'runs.changed') for (const id of byHand(payload as Run[])) this.put([id, ...this.ids]);
    });
    const { runs } = await this.app.store.runs.list({ limit: LOOKED_THROUGH });
    // What happened meanwhile is newer.
    this.put([...this.ids, ...byHand(runs)]);
  }

  private put(ids: number[]): void {
    this.ids = [...new Set(ids)].slice(0, KEPT);
  }
}

const byHand = (runs: Run[]) => runs.flatMap(({ cause, jobId }) => (cause === 'by-hand' ? [jobId] : []));
