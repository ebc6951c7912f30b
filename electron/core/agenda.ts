import type { ArmedTrigger } from './armed.ts';

/**
 * Armed triggers by due instant: a binary min-heap of instants, each with all triggers that ring then. Arming and
 * taking cost O(1) a trigger and O(log n) an instant, so that a second in which thousands ring is one step.
 * What was armed anew for another instant stays where it lay and is passed over.
 */
export class Agenda {
  private readonly instants: number[] = [];
  private readonly ringing = new Map<number, ArmedTrigger[]>();

  /** Puts down `trigger` for `at`, its `nextAt`. */
  add(trigger: ArmedTrigger, at: number): void {
    const others = this.ringing.get(at);
    if (others) others.push(trigger);
    else {
      this.ringing.set(at, [trigger]);
      this.push(at);
    }
  }

  /** The earliest instant at which something rings (epoch ms), with the first of it; null when nothing is armed. */
  head(): { at: number; trigger: ArmedTrigger } | null {
    for (let at = this.instants[0]; at !== undefined; at = this.instants[0]) {
      const trigger = this.ringing.get(at)?.find((entry) => rings(entry, at as number));
      if (trigger) return { at, trigger };
      this.dropFirst();
    }
    return null;
  }

  /** Takes what rings at or before `now` off, first due first, by id within an instant; none of it is armed any more. */
  takeDue(now: number): ArmedTrigger[] {
    const due: ArmedTrigger[] = [];
    for (let at = this.instants[0]; at !== undefined && at <= now; at = this.instants[0]) {
      const group = this.dropFirst().sort((a, b) => a.id - b.id);
      for (const trigger of group) {
        if (!rings(trigger, at)) continue;
        trigger.armed = false;
        due.push(trigger);
      }
    }
    return due;
  }

  private dropFirst(): ArmedTrigger[] {
    const at = this.instants[0] as number;
    const group = this.ringing.get(at) as ArmedTrigger[];
    this.ringing.delete(at);
    this.pop();
    return group;
  }

  private push(instant: number): void {
    const { instants } = this;
    let at = instants.push(instant) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = instants[parent] as number;
      if (above <= instant) break;
      instants[at] = above;
      at = parent;
    }
    instants[at] = instant;
  }

  private pop(): void {
    const { instants } = this;
    const last = instants.pop() as number;
    const size = instants.length;
    if (size === 0) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (instants[child + 1] as number) < (instants[child] as number)) child++;
      if (last <= (instants[child] as number)) break;
      instants[at] = instants[child] as number;
      at = child;
    }
    instants[at] = last;
  }
}

const rings = (trigger: ArmedTrigger, at: number) => trigger.armed && trigger.nextAt === at;
