import { SCHEDULES } from './calculators.ts';
import { measure } from './processes.ts';

/** Whoever has not armed all jobs by then is reported as such. */
export const ARM_LIMIT_S = 60;
export const ZONES = ['UTC', 'Europe/Paris'];
/** Long enough to see two wakes, which come every 15 s at the latest. */
export const IDLE_S = 30;

export interface Ring {
  name: string;
  jobs: number;
  rang: number | null;
  p50: number | null;
  p99: number | null;
  max: number | null;
  /** With the ledger: runs whose last row was on disk, per second from the due instant on. */
  runsPerS?: number;
}

/** Lateness (ms) of no-op jobs due in the same second; of `rounds` the one with the middle p99. */
export async function ring(names: string[], counts: number[], rounds: number): Promise<Ring[]> {
  const results: Ring[] = [];
  for (const jobs of counts) {
    for (const name of names.flatMap((name) => (name === 'belfry' ? [name, 'belfry on disk'] : [name]))) {
      const seen: Ring[] = [];
      for (let round = 0; round < rounds; round++) seen.push(await ringOnce(name, jobs));
      seen.sort((a, b) => (a.p99 ?? Infinity) - (b.p99 ?? Infinity));
      results.push(seen[Math.floor(seen.length / 2)] as Ring);
    }
  }
  return results;
}

async function ringOnce(name: string, jobs: number): Promise<Ring> {
  for (let lead = 1_500 + jobs; lead < 60_000; lead *= 2) {
    const result = await measure<Ring & { late?: true }>(['ring', name, jobs, lead], 120_000);
    if (result === null) break;
    if (!result.late) return { ...result, name, jobs };
  }
  return { name, jobs, rang: null, p50: null, p99: null, max: null };
}

export interface Arm {
  name: string;
  jobs: number;
  /** Null: not within ARM_LIMIT_S. */
  armMs: number | null;
  bytesPerJob: number | null;
}

export async function arm(names: string[], counts: number[]): Promise<Arm[]> {
  const results: Arm[] = [];
  for (const jobs of counts) {
    for (const name of names) {
      const result = await measure<Omit<Arm, 'name' | 'jobs'>>(['arm', name, jobs], ARM_LIMIT_S * 1000);
      results.push({ name, jobs, armMs: null, bytesPerJob: null, ...result });
    }
  }
  return results;
}

export interface Next {
  name: string;
  expression: string;
  zone: string;
  /** Null: it has no answer, `error` says why. */
  us: number | null;
  error?: string;
}

export async function next(names: string[]): Promise<Next[]> {
  const results: Next[] = [];
  for (const zone of ZONES) {
    for (const expression of Object.keys(SCHEDULES)) {
      for (const name of names) {
        const result = await measure<{ us: number | null; error?: string }>(['next', name, expression, zone], 20_000);
        results.push({ name, expression, zone, us: null, ...result });
      }
    }
  }
  return results;
}

export interface Idle {
  name: string;
  jobs: number;
  seconds: number;
  cpuMs: number | null;
}

/** What armed jobs cost while nothing is due: work must grow with rings, not with time or with jobs. */
export async function idle(): Promise<Idle[]> {
  const results: Idle[] = [];
  const ask = async (jobs: number) => {
    const result = await measure<{ cpuMs: number }>(['idle', 'belfry', jobs, IDLE_S], 120_000);
    results.push({ name: 'belfry', jobs, seconds: IDLE_S, cpuMs: result?.cpuMs ?? null });
  };
  await Promise.all([ask(100), ask(10_000)]);
  return results.sort((a, b) => a.jobs - b.jobs);
}
