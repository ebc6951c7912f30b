import { describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import {
  actionAt,
  faceOf,
  pauseEnd,
  startingModel,
  type TrayAction,
  type TrayItem,
  type TrayState,
  trayModel,
} from '#desktop/tray-menu.ts';
import { tomorrowMorning, when } from '#desktop/tray-words.ts';

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
  failing: [],
  next: [{ at: at(15, 0), jobId: 1, job: 'Report', skipped: false }],
  running: [],
  update: { phase: 'current', version: null },
  jobs: [{ id: 1, name: 'Report' }],
  now,
  live: true,
  locale: 'en-GB',
  hourCycle: 'system',
};
const failure = (id: number, hours: number, minutes = 10) => ({
  ...{ key: `failing:${id}`, runId: id, job: `Backup ${id}`, at: at(hours, minutes) },
});
const run = (id: number) =>
  ({ id, job: `Sync ${id}`, startedAt: at(14, 44), dueAt: at(14, 44) }) as TrayState['running'][number];
/** The line with these labels, outermost first. */
function line(items: TrayItem[], ...path: string[]): Exclude<TrayItem, 'separator'> {
  const [label, ...rest] = path;
  const found = items.find((item) => item !== 'separator' && item.label === label);
  if (!found || found === 'separator') throw new Error(`No “${label}” in ${labels(items)}`);
  return rest.length > 0 ? line(found.submenu ?? [], ...rest) : found;
}
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
      ...[
        'Paused until 16:00',
        '5 bells held since 14:30',
        '-',
        'Resume now',
        'Pause for longer',
        '-',
        'Run a job',
        '-',
      ],
      ...['Open Belfry', 'Settings…', 'Quit Belfry'],
    ]);
  });

  it('pauses for 30 minutes, an hour, until tomorrow 08:00, until a date that is asked for, until resumed', () => {
    const untils = line(trayModel(idle).items, 'Pause all').submenu?.map((item) => {
      const action = item === 'separator' ? undefined : item.action;
      return action?.do === 'pause' ? pauseEnd(action.length, now) : action?.do === 'show' && action.path;
    });
    expect(untils).toEqual([now + 1_800_000, now + 3_600_000, new Date(2026, 9, 24, 8).getTime(), '/pause', FOREVER]);
    expect(tomorrowMorning(new Date(2026, 11, 31, 23, 59).getTime())).toBe(new Date(2027, 0, 1, 8).getTime());
  });

  it('has no jobs yet, or a ledger that cannot be written', () => {
    expect(labels(trayModel({ ...idle, status: { ...idle.status, jobs: 0, next: null } }).items)[0]).toBe(
      'No jobs yet',
    );
    expect(trayModel({ ...idle, status: { ...idle.status, problem: 'Disk full.' } }).icon).toBe('attention');
  });

  it('puts at most three failures first, newest first, and marks all of them as seen', () => {
    const failing = [failure(9, 12), failure(8, 11), failure(7, 10), failure(6, 9)];
    const model = trayModel({ ...idle, failing });
    expect(model).toMatchObject({ icon: 'attention', tooltip: 'Belfry, 4 jobs are failing' });
    expect(labels(model.items).slice(0, 7)).toEqual([
      ...['4 jobs are failing', '-', 'Backup 9, failed 12:10', 'Backup 8, failed 11:10', 'Backup 7, failed 10:10'],
      ...['Mark as seen', '-'],
    ]);
    expect(line(model.items, 'Backup 9, failed 12:10').action).toEqual({ do: 'show', path: '/history?run=9' });
    expect(line(model.items, 'Mark as seen').action).toEqual({ do: 'seen', keys: failing.map(({ key }) => key) });
    expect(labels(trayModel({ ...idle, failing: [failure(9, 12)] }).items)[0]).toBe('1 job is failing');
  });

  it('shows paused before attention before running before idle', () => {
    const pause = { since: at(14, 30), until: at(16, 0) };
    const paused: TrayState['status'] = { ...idle.status, state: 'paused', pause };
    const busy: TrayState = { ...idle, status: { ...idle.status, state: 'running' }, running: [run(1)] };
    const icon = (state: Partial<TrayState>) => trayModel({ ...busy, ...state }).icon;
    expect(icon({ status: paused, failing: [failure(9, 12)] })).toBe('paused');
    expect(icon({ status: { ...idle.status, state: 'off' }, failing: [failure(9, 12)] })).toBe('paused');
    expect(icon({ failing: [failure(9, 12)] })).toBe('attention');
    expect(icon({})).toBe('running');
    expect(icon({ running: [] })).toBe('idle');
    const { items } = trayModel({ ...busy, status: { ...paused, problem: 'Disk full.' }, failing: [failure(9, 12)] });
    expect(labels(items).slice(0, 6)).toEqual([
      ...['Paused until 16:00', '0 bells held since 14:30', 'The ledger cannot be written', '-', 'Sync 1, 13 m', '-'],
    ]);
  });

  it('offers of each of the next five bells to open its job, run it, or let the next one go', () => {
    const next = [1, 2, 3, 4, 5, 6].map((jobId) => ({
      jobId,
      job: `Job ${jobId}`,
      at: at(15, jobId),
      skipped: jobId === 3,
    }));
    const { items } = trayModel({ ...idle, next });
    expect(labels(items).slice(2, 8)).toEqual([
      ...['15:01 Job 1', '15:02 Job 2', '15:03 Job 3, skipped', '15:04 Job 4', '15:05 Job 5', '-'],
    ]);
    expect(labels(line(items, '15:03 Job 3, skipped').submenu ?? [])).toEqual(['Open', 'Run now']);
    expect(line(items, '15:02 Job 2').submenu).toEqual([
      { label: 'Open', action: { do: 'show', path: '/jobs/2' } },
      { label: 'Run now', action: { do: 'run', jobId: 2 } },
      { label: 'Skip this one', action: { do: 'skip', jobId: 2 } },
    ]);
  });

  it('keeps a long list of runs short, with a way to the rest', () => {
    const { items } = trayModel({ ...idle, running: Array.from({ length: 50 }, (_, id) => run(id + 1)) });
    expect(labels(items)[2]).toBe('Sync 1, 13 m');
    expect(line(items, '42 more…').action).toEqual({ do: 'show', path: '/' });
    expect(items.length).toBeLessThan(25);
  });

  it.each([
    ['en-GB', 'system', '15:00'],
    ['en-US', 'system', '3:00\u202fPM'],
    ['en-US', '24', '15:00'],
    ['en-GB', '12', '3:00\u202fpm'],
    ['de-DE', 'system', '15:00'],
  ] as const)('writes times as people with %s and a clock of %s hours do', (locale, hourCycle, written) => {
    const said = trayModel({ ...idle, locale, hourCycle }).tooltip.replaceAll(' ', '\u202f');
    expect(said.endsWith(`at\u202f${written}`), said).toBe(true);
  });

  it('names the day where it is not today', () => {
    const ways = { locale: 'en-GB', hourCycle: 'system', now } as const;
    const day = (date: number) => when(new Date(2026, 9, date, 9, 30).getTime(), ways);
    expect([23, 24, 22, 30, 16].map(day)).toEqual([
      ...['09:30', 'Sat 09:30', 'Thu 09:30', '30 Oct 09:30', '16 Oct 09:30'],
    ]);
  });

  it('reads the same while only what its lines do has changed, and then does what is true now', () => {
    const before = trayModel({ ...idle, failing: [failure(9, 12)] });
    const after = trayModel({ ...idle, failing: [{ ...failure(10, 12), job: 'Backup 9' }], now: now + 10_000 });
    expect(faceOf(after.items)).toEqual(faceOf(before.items));
    expect(actionAt(after.items, [2])).toEqual({ do: 'show', path: '/history?run=10' });
    expect(faceOf(trayModel({ ...idle, now: now + 120_000 }).items)).not.toEqual(faceOf(trayModel(idle).items));
    expect(actionAt(before.items, [1])).toBeUndefined();
  });

  it('offers a newer Belfry to be loaded, then to be restarted into, also under a pause; and no half of it', () => {
    const offer = (phase: TrayState['update']['phase'], more: Partial<TrayState> = {}) =>
      labels(trayModel({ ...idle, ...more, update: { phase, version: '1.2.0' } }).items).slice(-5, -3);
    expect(offer('ready')).toEqual(['Restart to update to 1.2.0', '-']);
    expect(offer('found')).toEqual(['Load Belfry 1.2.0', '-']);
    for (const phase of ['off', 'current', 'looking', 'loading', 'failed'] as const)
      expect(offer(phase)).toEqual(['Pause all', '-']);
    const pause = { since: at(14, 30), until: at(16, 0) };
    expect(offer('ready', { status: { ...idle.status, state: 'paused', pause } })[0]).toMatch(/^Restart/);
    const { items } = trayModel({ ...idle, update: { phase: 'ready', version: '1.2.0' } });
    expect(line(items, 'Restart to update to 1.2.0').action).toEqual({ do: 'update' });
  });

  it('leads everywhere from the menu alone', () => {
    const update = { phase: 'ready', version: '1.2.0' } as const;
    const state = { ...idle, update, failing: [failure(9, 12)], running: [run(1)] };
    const actions = (items: TrayItem[], above: number[] = []): TrayAction[] =>
      items.flatMap((item, index) => {
        const path = [...above, index];
        if (item !== 'separator' && item.submenu) return actions(item.submenu, path);
        return actionAt(trayModel(state).items, path) ?? [];
      });
    const all = actions(trayModel(state).items);
    expect(new Set(all.map((action) => action.do))).toEqual(
      new Set(['seen', 'show', 'stop', 'run', 'skip', 'pause', 'update', 'quit']),
    );
    const shown = all.flatMap((action) => (action.do === 'show' ? action.path : []));
    expect(shown).toEqual(expect.arrayContaining(['/', '/jobs', '/settings', '/jobs/1', '/history?run=1']));
  });
});
