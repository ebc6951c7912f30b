import { describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/time.ts';
import { startingModel, type TrayItem, type TrayState, tomorrowMorning, trayModel } from '#desktop/tray-menu.ts';

const now = new Date(2026, 9, 23, 14, 57).getTime();
const at = (hours: number, minutes: number) => new Date(2026, 9, 23, hours, minutes).getTime();
const idle: TrayState = {
  status: {
    state: 'idle',
    pause: null,
    held: 0,
    jobs: 2,
    running: 0,
    problem: null,
    next: { at: at(15, 0), jobId: 1, job: 'Report' },
  },
  next: [{ at: at(15, 0), jobId: 1, job: 'Report' }],
  running: [],
  jobs: [{ id: 1, name: 'Report' }],
  now,
  live: true,
  locale: 'en-GB',
};
const labels = (items: TrayItem[]) => items.map((item) => (item === 'separator' ? '-' : item.label));

describe('tray menu', () => {
  it('says what is next', () => {
    const model = trayModel(idle);
    expect(model).toMatchObject({ icon: 'idle', tooltip: 'Belfry, next at 15:00' });
    expect(labels(model.items)).toEqual([
      ...['Next in 3 m', '-', '15:00 Report', '-', 'Run a job', 'Pause all', '-'],
      ...['Open Belfry', 'Settings…', 'Quit Belfry'],
    ]);
  });

  it('hangs before anything is known of jobs', () => {
    expect(labels(startingModel().items)).toEqual([
      ...['Belfry is starting', '-', 'Open Belfry', 'Settings…', 'Quit Belfry'],
    ]);
  });

  it('tells times, not countdowns, where menus cannot refresh', () => {
    expect(labels(trayModel({ ...idle, live: false }).items)[0]).toBe('Next at 15:00');
  });

  it('offers to stop what runs', () => {
    const run = { id: 9, job: 'Sync', startedAt: at(14, 44), dueAt: at(14, 44) } as TrayState['running'][number];
    const model = trayModel({ ...idle, running: [run] });
    expect(model.icon).toBe('running');
    expect(labels(model.items).slice(0, 3)).toEqual(['1 running, next in 3 m', '-', 'Sync, 13 m']);
    const item = model.items[2];
    expect(typeof item === 'object' && item.submenu?.[1]).toEqual({ label: 'Stop', action: { do: 'stop', runId: 9 } });
  });

  it('paused: says until when and what is held, hides what is next, offers resume', () => {
    const pause = { since: at(14, 30), until: at(16, 0) };
    const model = trayModel({ ...idle, status: { ...idle.status, state: 'paused', pause, held: 5 } });
    expect(model).toMatchObject({ icon: 'paused', tooltip: 'Belfry, paused until 16:00' });
    expect(labels(model.items)).toEqual([
      ...['Paused until 16:00', '5 bells held since 14:30', '-', 'Resume now', 'Pause for longer', 'Run a job', '-'],
      ...['Open Belfry', 'Settings…', 'Quit Belfry'],
    ]);
  });

  it('pauses for 30 minutes, an hour, until tomorrow 08:00, until resumed', () => {
    const pause = trayModel(idle).items.find((item) => item !== 'separator' && item.label === 'Pause all');
    const untils = typeof pause === 'object' && pause.submenu?.map((item) => item !== 'separator' && item.action);
    expect(untils).toEqual([
      { do: 'pause', until: now + 1_800_000 },
      { do: 'pause', until: now + 3_600_000 },
      { do: 'pause', until: new Date(2026, 9, 24, 8).getTime() },
      { do: 'pause', until: FOREVER },
    ]);
    expect(tomorrowMorning(new Date(2026, 11, 31, 23, 59).getTime())).toBe(new Date(2027, 0, 1, 8).getTime());
  });

  it('has no jobs yet, or a ledger that cannot be written', () => {
    expect(labels(trayModel({ ...idle, status: { ...idle.status, jobs: 0, next: null } }).items)[0]).toBe(
      'No jobs yet',
    );
    expect(trayModel({ ...idle, status: { ...idle.status, problem: 'Disk full.' } }).icon).toBe('attention');
  });
});
