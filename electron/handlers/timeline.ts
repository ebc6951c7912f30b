import type { Handlers } from '#contract/api.ts';
import { FREQUENT_MS } from '#contract/limits.ts';
import type { Lane, LaneRun, Timeline } from '#contract/timeline.ts';
import { dueTicks, expectedAfter, isFrequent, laneOrder, predecessors, stretches } from '#core/ahead.ts';
import type { ArmedJob } from '#core/armed.ts';
import { bellsAhead } from '#core/bells.ts';
import type { Application } from './application.ts';

/** A line is told in this many steps: about a pixel each. */
const STEPS = 960;

/** What a time line is made of. */
type Sources = Pick<Application, 'store' | 'roster' | 'scheduler' | 'bands' | 'clock'>;

type Query = { from: number; to: number; offset: number; limit: number };

/** Requests about the strip of past and future. */
export function timelineHandlers(app: Sources): Pick<Handlers, 'timeline.read' | 'bells.read'> {
  const underWay = new Map<string, Promise<Timeline>>();
  return {
    // Windows that ask the same at the same time share one answer.
    'timeline.read': (query) => {
      const key = JSON.stringify(query);
      let answer = underWay.get(key);
      if (!answer) {
        answer = readTimeline(app, query).finally(() => underWay.delete(key));
        underWay.set(key, answer);
      }
      return answer;
    },
    'bells.read': () => bellsAhead(app.roster, app.scheduler.pause, app.clock.now()),
  };
}

async function readTimeline(app: Sources, { from, to, offset, limit }: Query): Promise<Timeline> {
  const { store, roster, scheduler, bands } = app;
  const now = app.clock.now();
  const order = laneOrder(roster, now, to);
  const page = order.slice(offset, offset + limit);
  const stepMs = Math.max(1, Math.ceil((to - from) / STEPS));
  const often = new Set(page.filter((armed) => isFrequent(armed, now)).map(({ job }) => job.id));
  const seldom = page.flatMap(({ job }) => (often.has(job.id) ? [] : job.id));
  const past = Math.min(to, now);
  const [plain, rhythms, lived, usualMs] = await Promise.all([
    store.runs.lanes(seldom, from, past, stepMs),
    store.runs.rhythms([...often], from, past, stepMs),
    store.bands.within(from, now),
    usualLengths(app, page),
  ]);
  const lanes = page.map((armed) => ({
    ...laneOf(armed, plain.get(armed.job.id) ?? rhythms.get(armed.job.id) ?? [], { now, to, stepMs }),
    expected: expectedAfter(roster, armed, { now, to, stepMs }, usualMs),
  }));
  const open = bands.open(scheduler.pause).filter((band) => band.to > from && band.from < to);
  // A clock that went back has bands ahead of it: they come into sight as they are lived.
  const bandsLived = lived.map((band) => ({ ...band, to: Math.min(band.to, now) }));
  return { now, from, to, total: order.length, offset, lanes, bands: [...bandsLived, ...open] };
}

function laneOf(
  armed: ArmedJob,
  past: LaneRun[] | { began: number[]; runs: LaneRun[] },
  { now, to, stepMs }: { now: number; to: number; stepMs: number },
): Omit<Lane, 'expected'> {
  const jobId = armed.job.id;
  const due = dueTicks(armed, now, to, stepMs);
  if (Array.isArray(past)) return { jobId, frequent: false, runs: past, ran: [], due, ahead: [] };
  const gap = FREQUENT_MS + stepMs;
  const ringing = due.flatMap(({ at, held }) => (held ? [] : [at]));
  return {
    ...{ jobId, frequent: true, ran: stretches(past.began, gap), due: [], ahead: stretches(ringing, gap) },
    // Misses of what rings this often are gaps in its band.
    runs: past.runs.filter(({ status }) => status !== 'missed'),
  };
}

/** What jobs that others come after usually take, ms; 0 without history. */
async function usualLengths({ store }: Sources, page: ArmedJob[]): Promise<(jobId: number) => number> {
  const ids = [...new Set(page.flatMap(predecessors))];
  if (ids.length === 0) return () => 0;
  const summaries = await store.jobs.summaries(ids);
  const usual = new Map(summaries.map((summary) => [summary.id, summary.usual?.medianMs ?? 0]));
  return (id) => usual.get(id) ?? 0;
}
