import type { ClockJumped } from '#contract/attention.ts';
import type { ClockJump } from '#contract/band.ts';
import type { Miss } from '#core/ports.ts';
import type { Application } from './application.ts';

/** How far back a clock that was set is told of. */
const TOLD_MS = 7 * 86_400_000;

/** When the clock was set by more than the settings let pass, and what that did to the bells it passed over. `now` in epoch ms. */
export async function clockJumps(
  { store, settings }: Pick<Application, 'store' | 'settings'>,
  now: number,
): Promise<ClockJumped[]> {
  const most = settings().jumpWarnMs;
  if (most === null) return [];
  // By the earlier end, either way from now: the other may be years off.
  const isNear = ({ from, to }: ClockJump) => Math.abs(now - Math.min(from, to)) <= TOLD_MS;
  const jumps = await store.settings.clockJumps();
  const told = jumps.filter((jump) => Math.abs(jump.to - jump.from) > most && isNear(jump));
  return Promise.all(
    told.map(async (jump) => {
      const { from, to } = jump;
      const until = reachOf(jump, jumps.slice(jumps.indexOf(jump) + 1));
      const passed = until > from ? await store.runs.misses({ since: from, until }) : [];
      const letGo = countOf(passed.filter(({ status }) => status === 'missed'));
      const key = `clock-jump:${from}:${to}`;
      return { kind: 'clock-jump' as const, key, at: to, from, madeUp: countOf(passed) - letGo, letGo };
    }),
  );
}

/** Up to when (epoch ms) bells are kept by a jump: what a later one takes back comes again, and may be missed for another reason. */
const reachOf = ({ to }: ClockJump, later: readonly ClockJump[]): number =>
  Math.min(to, ...later.filter((jump) => jump.to < jump.from).map((jump) => jump.to));

const countOf = (misses: readonly Miss[]) => misses.reduce((sum, { count }) => sum + count, 0);
