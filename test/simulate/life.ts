import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policy as policySchema } from '#contract/policy.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { handlersOf } from '../support/application.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { type Started, World } from '../support/world.ts';
import { occurrences, type Plain } from './calendar.ts';
import type { JobPlan, Plan, Step } from './plans.ts';
import { type Job, Rules, STOPPING, type Trigger } from './rules.ts';

/** The ledger is a real one; its disk need not be. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const SECOND = 1_000;
const DAY = 86_400_000;
/** The rules know of no wait after a wake; test/core/waking does. */
const NO_WAIT = { wakeWaitMs: 0 };
/** Within this the watch has noticed whatever befell. */
const NOTICED = 7 * SECOND;

/** The engine on a real ledger and the rules beside it, living through the same. */
export class Life {
  private ids: number[] = [];
  private readonly attempts: number[] = [];
  /** What went against the rules as it happened. */
  readonly faults: string[] = [];

  private constructor(
    readonly plan: Plan,
    public world: World,
    readonly rules: Rules,
  ) {}

  /** Lives through a plan; the caller closes it. */
  static async through(plan: Plan): Promise<Life> {
    const folder = await mkdtemp(join(PLACE, 'belfry-life-'));
    const world = await World.open({ folder, at: plan.start, concurrency: plan.concurrency, settings: NO_WAIT });
    const life = new Life(plan, world, new Rules(world.time, plan.concurrency));
    try {
      await life.prepare();
      for (const step of plan.steps) {
        await life.take(step);
        await life.world.time.advance(NOTICED + plan.rest);
      }
    } catch (error) {
      await life.close();
      throw error;
    }
    return life;
  }

  async close(): Promise<void> {
    await this.world.close();
    await rm(this.world.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get jobIds(): readonly number[] {
    return this.ids;
  }

  private async prepare(): Promise<void> {
    this.world.play = (started) => this.play(this.world.time, started);
    const [from, to] = extent(this.plan);
    for (const [index, job] of this.plan.jobs.entries()) {
      const { zone, policy, triggers } = job;
      const specs = triggers.map(specOf);
      this.ids.push(await this.world.add({ name: `${index}`, zone, policy, triggers: specs }));
      this.rules.jobs.push(
        jobOf(job, index, (trigger) => occurrences(trigger, zone, policy, from, to), this.plan.start),
      );
    }
    let order = 0;
    for (const { triggers } of this.rules.jobs) for (const trigger of triggers) trigger.order = order++;
  }

  private async take(step: Step): Promise<void> {
    const { world, rules } = this;
    switch (step.do) {
      case 'pass':
        return world.time.advance(step.ms);
      case 'hold':
        return world.time.hold(step.ms);
      case 'set':
        return world.time.step(step.ms);
      case 'sleep':
        if (step.announced) {
          world.engine.scheduler.suspend();
          rules.lidClosed();
        }
        world.time.sleep(step.ms);
        if (!step.announced) return;
        rules.wake();
        return world.engine.scheduler.resumeFromSleep();
      case 'crash':
        return this.crash(step.ms + step.set);
      case 'switch':
        rules.switch(!rules.on);
        return rules.on ? world.engine.scheduler.switchOn() : world.engine.scheduler.switchOff();
      default:
        return this.ask(step);
    }
  }

  private async crash(ms: number): Promise<void> {
    const { rules } = this;
    rules.crash();
    const at = this.world.time.now() + ms;
    const { concurrency } = this.plan;
    this.world = await this.world.restart({
      at,
      ...{ concurrency, settings: NO_WAIT },
      on: rules.on,
      ready: (world) => {
        world.play = (started) => this.play(world.time, started);
        rules.restarted(world.time);
      },
    });
  }

  /** What a person does, through the handlers that the window and the command line use. */
  private async ask(step: Extract<Step, { job: number | null }>): Promise<void> {
    const { world, rules } = this;
    const handle = handlersOf(world);
    const job = step.job === null ? null : (this.ids[step.job] as number);
    const mine = step.job === null ? null : (rules.jobs[step.job] as Job);
    const jobs = job === null ? undefined : [job];
    if (step.do === 'toggle' && mine) {
      await handle['jobs.setEnabled']({ job: job as number, enabled: !mine.enabled });
      rules.enable(mine, !mine.enabled);
    } else if (step.do === 'skip' && mine) {
      const next = rules.next(mine);
      if (next === null) return;
      const { skipUntil } = await handle['jobs.skipNext']({ job: job as number });
      if (skipUntil !== next) this.faults.push(`next is ${skipUntil}, not ${next}`);
      mine.skip = next;
    } else if (rules.on && step.do === 'pause') {
      const until = world.time.now() + step.ms;
      rules.pauseFor(mine ?? rules, until);
      await handle['scheduler.pause']({ until, jobs });
    } else if (rules.on && step.do === 'resume') {
      rules.resume(mine ?? rules);
      await handle['scheduler.resume']({ jobs });
    }
  }

  private play(time: FakeTime, started: Started): void {
    const index = Number(JSON.parse(started.line).run.line);
    const job = this.rules.jobs[index] as Job;
    const attempt = this.attempts[index] ?? 0;
    this.attempts[index] = attempt + 1;
    const { ms, ok } = job.behaviour(attempt);
    const finish = () => started.finish({ exitCode: ok ? 0 : 1, signal: null, error: null });
    time.after(ms, finish);
    started.onStop = () => void time.after(STOPPING, finish);
    if (started.context.attempt > 1) return;
    const paused = [job.pause, this.rules.pause].some((pause) => pause && pause.until > time.now());
    if (paused || !job.enabled) this.faults.push(`job ${index} started at ${time.now()}, though it was held`);
  }
}

/** The stretch of wall time in which anything of a plan can be due. */
function extent({ start, steps, rest }: Plan): [number, number] {
  let [back, ahead] = [2 * DAY, 2 * DAY + steps.length * (rest + NOTICED)];
  for (const step of steps) {
    const ms = 'ms' in step ? step.ms : 0;
    if (step.do === 'crash') back -= step.set;
    if (ms > 0) ahead += ms;
    else back -= ms;
  }
  return [start - back, start + ahead];
}

function specOf(plain: Plain): TriggerSpec {
  if (plain.kind !== 'cron') return plain;
  const { second, minute, hour, day, weekday } = plain;
  const expression = [second, minute, hour, day].map(({ text }) => text).join(' ');
  return { kind: 'cron', expression: `${expression} * ${weekday.text}` };
}

function jobOf(plan: JobPlan, index: number, due: (trigger: Plain) => number[], now: number): Job {
  const policy = policySchema.parse(plan.policy);
  const state = { enabled: true, pause: null, skip: null, attempts: 0 };
  const behaviour = (attempt: number) => {
    const ms = 1 + Math.floor(plan.work.ms * chance(index, attempt, 1));
    // Never a whole second, so that no run ends in the very instant in which the next is due.
    return { ms: ms % SECOND === 0 ? ms + 1 : ms, ok: chance(index, attempt, 2) * 100 >= plan.work.failing };
  };
  const job: Job = { policy, behaviour, triggers: [], ...state };
  job.triggers = plan.triggers.map((plain): Trigger => {
    const fresh = { order: 0, settled: new Map(), newest: null };
    return { job, due: due(plain), cursor: now, ...fresh };
  });
  return job;
}

/** A number in [0, 1) that depends on nothing but these. */
function chance(...seeds: number[]): number {
  let hash = 2_166_136_261;
  for (const seed of seeds) hash = Math.imul(hash ^ (seed + 0x9e37), 16_777_619) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
