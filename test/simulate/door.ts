import type { Job, Row } from './rules.ts';

/** A run that wants to start, waits or goes on. */
export interface Place {
  job: Job;
  dueAt: number;
  state: 'waiting' | 'running' | 'gone';
  row: Row | null;
  /** Asked to stop. */
  stopped: boolean;
  /** Within an attempt, rather than waiting for the next. */
  attempting: boolean;
  /** Ends the timer of its attempt or of its wait. */
  cancel: () => void;
}

interface Answer {
  place: Place | null;
  refused: 'overlap' | 'queue-full' | null;
  stop: Place[];
  drop: Place[];
}

/** The overlap policies, and one limit for all. */
export class Door {
  private places: Place[] = [];

  constructor(private readonly limit: number) {}

  ask(job: Job, dueAt: number): Answer {
    const { mode, limit } = job.policy.overlap;
    const mine = this.places.filter((place) => place.job === job);
    const running = mine.filter(({ state }) => state === 'running');
    const waiting = mine.filter(({ state }) => state === 'waiting');
    const no = (refused: Answer['refused']) => ({ place: null, refused, stop: [], drop: [] });
    if (mode === 'skip' && mine.length > 0) return no('overlap');
    if (mode === 'parallel' && mine.length >= limit) return no('overlap');
    if (mode === 'queue' && mine.length > 0 && waiting.length >= limit) return no('queue-full');
    const replaces = mode === 'replace' && mine.length > 0;
    if (replaces) for (const place of waiting) this.leave(place);
    const started = { stopped: false, attempting: false, cancel: () => {} };
    const place: Place = { job, dueAt, state: 'waiting', row: null, ...started };
    const after = this.places.findIndex((other) => other.dueAt > dueAt);
    this.places.splice(after < 0 ? this.places.length : after, 0, place);
    if (this.mayStart(place)) place.state = 'running';
    return { place, refused: null, stop: replaces ? running : [], drop: replaces ? waiting : [] };
  }

  /** First due first; it counts as running from here on. */
  next(): Place | null {
    const place = this.places.find((other) => other.state === 'waiting' && other.row !== null && this.mayStart(other));
    if (place) place.state = 'running';
    return place ?? null;
  }

  leave(place: Place): void {
    place.state = 'gone';
    this.places = this.places.filter((other) => other !== place);
  }

  clear(): void {
    this.places = [];
  }

  private mayStart({ job }: Place): boolean {
    const running = this.places.filter(({ state }) => state === 'running');
    const mine = running.filter((place) => place.job === job).length;
    const { mode, limit } = job.policy.overlap;
    return running.length < this.limit && mine < (mode === 'parallel' ? limit : 1);
  }
}
