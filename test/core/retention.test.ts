import { describe, expect, it } from 'vitest';
import { policy } from '#contract/policy.ts';
import { historyRetention, settings } from '#contract/settings.ts';
import { heatOf } from '#core/heat.ts';
import type { KeepRules } from '#core/ports.ts';
import { keepRules, Retention } from '#core/retention.ts';
import { FakeTime } from '../support/fake-time.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const job = (id: number, retention: object = {}) => ({ id, policy: policy.parse({ retention }) });

describe('what is kept', () => {
  it('follows the settings, and the job where it says otherwise; failures stay no shorter', () => {
    const set = historyRetention.parse({ runsPerJob: 50 });
    const rules = keepRules(set, [job(1), job(2, { days: 7, runs: 3 }), job(3, { days: 1000 })], NOW);
    expect(rules.jobs).toEqual([
      { job: 1, goodBefore: NOW - 90 * DAY, failedBefore: NOW - 365 * DAY, runs: 50 },
      { job: 2, goodBefore: NOW - 7 * DAY, failedBefore: NOW - 365 * DAY, runs: 3 },
      { job: 3, goodBefore: NOW - 1000 * DAY, failedBefore: NOW - 1000 * DAY, runs: 50 },
    ]);
    expect(rules).toMatchObject({ totalBytes: 2 * 1024 ** 3, trashBefore: NOW - 30 * DAY });
  });

  it('is everything where the settings say so', () => {
    const set = historyRetention.parse({ successDays: null, failureDays: null, totalBytes: null });
    expect(keepRules(set, [job(1)], NOW).jobs).toEqual([{ job: 1, goodBefore: 0, failedBefore: 0, runs: null }]);
  });
});

describe('sweeps', () => {
  it('come soon after the start and every hour, tell what went, and survive a failure', async () => {
    const time = new FakeTime(NOW, async () => {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    });
    const swept: KeepRules[] = [];
    const told: unknown[] = [];
    const reports: unknown[] = [];
    const answers = [{ runs: 3, jobs: 0, bytes: 9 }, new Error('full'), { runs: 0, jobs: 0, bytes: 0 }];
    const retention = new Retention({
      ...{ clock: time, timers: time, settings: () => settings.parse({}) },
      store: {
        jobs: { all: async () => [] },
        history: {
          sweep: async (rules) => {
            swept.push(rules);
            const answer = answers.shift();
            if (!answer || answer instanceof Error) throw answer;
            return answer;
          },
        },
      },
      told: (removed) => told.push(removed),
      report: (error) => reports.push(error),
    });
    await time.advance(61_000);
    expect(swept).toHaveLength(1);
    await time.advance(2 * 3_600_000);
    expect(swept).toHaveLength(3);
    expect(told).toEqual([{ runs: 3, jobs: 0, bytes: 9 }]);
    expect(reports).toEqual([new Error('full')]);
    await retention.stop();
    await time.advance(2 * 3_600_000);
    expect(swept).toHaveLength(3);
  });
});

describe('heat', () => {
  it('counts by weekday and hour of the zone, across a change of clocks', () => {
    const starts = [
      { at: Date.parse('2026-03-28T23:30:00Z'), count: 2 }, // Sunday 00:30 in Paris
      { at: Date.parse('2026-03-29T01:15:00Z'), count: 1 }, // Sunday 03:15, after the gap
      { at: Date.parse('2026-03-30T10:00:00Z'), count: 4 }, // Monday 12:00
    ];
    const heat = heatOf(starts, 'Europe/Paris');
    expect(heat).toHaveLength(7);
    expect([heat[6]?.[0], heat[6]?.[3], heat[0]?.[12]]).toEqual([2, 1, 4]);
    expect(heat.flat().reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(heatOf([{ at: Date.parse('2026-03-30T20:30:00Z'), count: 1 }], 'Asia/Kolkata')[1]?.[2]).toBe(1);
  });
});
