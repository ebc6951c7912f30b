import { describe, expect, it } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { createDispatch } from '#doors/dispatch.ts';
import { MemoryApp } from './memory-app.ts';

const action = { kind: 'command', run: { by: 'shell', line: 'true' } };
const cyclic: unknown[] = [];
cyclic.push(cyclic);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const call = (args: unknown) => ({
  name: 'a',
  action: { kind: 'function', module: 'a.mjs', export: 'f', args },
});

describe('dispatch', () => {
  it('answers with the handler’s result, and gives it parsed input', async () => {
    const app = new MemoryApp();
    const dispatch = createDispatch(app.handlers);
    const reply = await dispatch('jobs.create', { name: '  a ', action });
    expect(reply).toMatchObject({
      ok: true,
      result: { id: 1, name: 'a', policy: { missed: 'once' } },
    });
    expect(await dispatch('jobs.list', undefined)).toMatchObject({
      ok: true,
      result: [{ name: 'a' }],
    });
  });

  it.each([
    'jobs.explode',
    '__proto__',
    'constructor',
    'toString',
    '',
    'x'.repeat(1000),
    7,
    null,
    undefined,
    {},
    ['jobs.list'],
  ])('knows no request %j', async (name) => {
    const reply = await createDispatch(new MemoryApp().handlers)(name, undefined);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'name' },
    });
    expect(JSON.stringify(reply).length).toBeLessThan(300);
  });

  it.each([
    ['jobs.create', null, undefined, 'The input must be an object.'],
    ['jobs.create', undefined, undefined, 'The input is missing; it must be an object.'],
    ['jobs.create', {}, 'name', 'Give the job a name.'],
    ['jobs.create', { name: 'a' }, 'action', 'action is missing; it must be an object.'],
    [
      'jobs.create',
      { name: 'a', action: { kind: 'x' } },
      'action.kind',
      'action.kind must be command, http, email or function.',
    ],
    [
      'jobs.create',
      { name: 'a', action, policy: { missed: 'x' } },
      'policy.missed',
      'policy.missed must be once, all or skip.',
    ],
    ['jobs.create', { name: 'a', action, tags: 'x' }, 'tags', 'tags must be a list.'],
    [
      'jobs.create',
      { name: 'a', action, environment: { 'a b': 'x' } },
      'environment.a b',
      'A variable name has letters, digits and _ only.',
    ],
    [
      'jobs.create',
      { name: 'a', action, triggers: [{ kind: 'cron' }] },
      'triggers.0.expression',
      'triggers.0.expression is missing; it must be text.',
    ],
    ['jobs.create', { name: 'x'.repeat(10_000_000), action }, 'name', 'A name has at most 100 characters.'],
    ['jobs.get', { job: {} }, 'job', 'Name a job by its id or its name.'],
    ['jobs.list', { a: 1 }, undefined, 'The input must be left out.'],
    ['runs.list', { limit: 5000 }, 'limit', 'limit must be at most 1000.'],
    ['runs.list', { limit: '5' }, 'limit', 'limit must be a number.'],
    ['runs.list', { before: {} }, 'before.at', 'Give a time in whole milliseconds.'],
    ['schedule.read', { schedule: { kind: 'cron' } }, 'schedule.expression', 'expression is missing; it must be text.'],
    ['schedule.read', { schedule: 5 }, 'schedule', 'schedule has a form that is not understood.'],
    ['scheduler.pause', { until: Number.NaN }, 'until', 'Give a time in whole milliseconds.'],
    ['app.show', { path: 'x'.repeat(600) }, 'path', 'path must be at most 500 characters long.'],
    ['settings.set', { zone: 'Mars/Olympus' }, 'zone', 'Unknown time zone. Use a name like Europe/Paris or UTC.'],
  ])('refuses a bad %s in a sentence that names the field', async (name, input, field, message) => {
    const app = new MemoryApp();
    const defects: unknown[] = [];
    const reply = await createDispatch(app.handlers, (error) => defects.push(error))(name, input);
    expect(reply).toEqual({
      ok: false,
      error: { code: 'invalid', message, ...(field && { field }) },
    });
    expect(defects).toEqual([]);
    expect(app.jobs.size).toBe(0);
  });

  it.each([
    ['nested deeply', call(nested(200))],
    ['nested far too deeply', call(nested(100_000))],
    ['cyclic', call(cyclic)],
    ['endless', call(new Array(4e9))],
    ['of too many values', call([new Array(300_000).fill(1)])],
  ])('refuses input that is %s', async (_, input) => {
    const reply = await createDispatch(new MemoryApp().handlers)('jobs.create', input);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'too-large', field: 'action' },
    });
  });

  it('passes a refusal on, and hides a defect from the client but not from the log', async () => {
    const logged: unknown[] = [];
    const app = new MemoryApp();
    const defect = new TypeError('secret path /home/ann');
    app.handlers['jobs.list'] = () => Promise.reject(defect);
    app.handlers['settings.get'] = () => {
      throw new BelfryError('unavailable', 'The disk is full.');
    };
    const dispatch = createDispatch(app.handlers, (error) => {
      logged.push(error);
      throw new Error('the log is broken too');
    });
    const reply = await dispatch('jobs.list', undefined);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(logged).toEqual([defect]);
    expect(await dispatch('settings.get', undefined)).toEqual({
      ok: false,
      error: { code: 'unavailable', message: 'The disk is full.' },
    });
  });
});
