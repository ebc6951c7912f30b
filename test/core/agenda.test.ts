import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from '#core/agenda.ts';
import type { ArmedTrigger } from '#core/armed.ts';

/** As the roster arms: a trigger stays where it is down already. */
function arm(agenda: Agenda, trigger: ArmedTrigger, at: number | null): void {
  if (trigger.armed && trigger.nextAt === at) return;
  trigger.nextAt = at;
  trigger.armed = at !== null;
  if (at !== null) agenda.add(trigger, at);
}

const trigger = (id: number) => ({ id, nextAt: null, armed: false }) as unknown as ArmedTrigger;

const instant = fc.integer({ min: 0, max: 12 });
const move = fc.oneof(
  fc.record({ kind: fc.constant('arm' as const), id: fc.nat(7), at: fc.option(instant) }),
  fc.record({ kind: fc.constant('take' as const), now: instant }),
);

describe('the agenda', () => {
  it('gives each armed trigger once, first due first, whatever was armed anew before', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const agenda = new Agenda();
        const triggers = Array.from({ length: 8 }, (_, id) => trigger(id));
        for (const step of moves) {
          const armed = triggers
            .filter(({ armed }) => armed)
            .map(({ id, nextAt }) => ({ id, at: nextAt as number }))
            .sort((a, b) => a.at - b.at || a.id - b.id);
          expect(agenda.head()?.at).toBe(armed[0]?.at);
          if (step.kind === 'arm') arm(agenda, triggers[step.id] as ArmedTrigger, step.at);
          else {
            const due = armed.filter(({ at }) => at <= step.now).map(({ id }) => id);
            expect(agenda.takeDue(step.now).map(({ id }) => id)).toEqual(due);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
