import type { PingState } from './ports.ts';

interface Ping {
  url: string;
  state: PingState;
  text: string;
  runId: number;
}

/** A slow endpoint must not pile up memory: of a job's pings that wait, the oldest are let go beyond this. */
const WAITING = 4;

export interface PingsParts {
  send: (url: string, state: PingState, text: string) => Promise<void>;
  onFault: (ping: Ping, error: unknown) => void;
}

/** Tells dead-man endpoints, one after the other for each job, so that a success never overtakes its start. */
export class Pings {
  private readonly waiting = new Map<number, Ping[]>();

  constructor(private readonly parts: PingsParts) {}

  add(jobId: number, ping: Ping): void {
    const waiting = this.waiting.get(jobId);
    if (!waiting) {
      this.waiting.set(jobId, [ping]);
      void this.work(jobId);
      return;
    }
    waiting.push(ping);
    // The first is under way.
    if (waiting.length > WAITING + 1) waiting.splice(1, 1);
  }

  private async work(jobId: number): Promise<void> {
    const waiting = this.waiting.get(jobId) ?? [];
    for (let ping = waiting[0]; ping; ping = waiting[0]) {
      try {
        await this.parts.send(ping.url, ping.state, ping.text);
      } catch (error) {
        this.parts.onFault(ping, error);
      }
      waiting.shift();
    }
    this.waiting.delete(jobId);
  }
}
