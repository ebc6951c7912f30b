import type { ClockNote } from '#contract/schedule.ts';
import type { Sequence } from './sequence.ts';

/** A sequence less some of its instants: those that are settled, though a clock set back comes to them once more. */
export class Except implements Sequence {
  /** What is left out, oldest first (epoch ms). */
  readonly instants: number[];
  private readonly out: Set<number>;

  constructor(
    private readonly whole: Sequence,
    instants: Iterable<number>,
  ) {
    this.out = new Set([...instants].filter((at) => whole.previous(at) === at));
    this.instants = [...this.out].sort((a, b) => a - b);
  }

  next(after: number): number | null {
    let at = this.whole.next(after);
    while (at !== null && this.out.has(at)) at = this.whole.next(at);
    return at;
  }

  previous(at: number): number | null {
    let found = this.whole.previous(at);
    while (found !== null && this.out.has(found)) found = this.whole.previous(found - 1);
    return found;
  }

  count(after: number, through: number): number {
    const out = this.instants.filter((at) => at > after && at <= through);
    return this.whole.count(after, through) - out.length;
  }

  note(at: number): ClockNote | null {
    return this.whole.note(at);
  }
}
