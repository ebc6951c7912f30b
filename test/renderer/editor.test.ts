import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Action, action as actionSchema } from '#contract/action.ts';
import { type JobDraft, jobDraft } from '#contract/job.ts';
import { type TriggerSpec, triggerSpec } from '#contract/trigger.ts';
import { dropDraft, keepDraft, latestDraft, readDrafts } from '../../renderer/editor/drafts.ts';
import { blankForm, changesTo, draftOf, formOfJob, renewed } from '../../renderer/editor/form.ts';
import { readLines, writeLines } from '../../renderer/editor/lines.ts';
import { differenceOf, rhythmOf } from '../../renderer/editor/week.ts';
import { aJob } from './samples.ts';

beforeEach(() => vi.stubGlobal('window', { belfry: { request: vi.fn(), platform: 'linux' } }));
afterEach(() => void vi.unstubAllGlobals());

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const line = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/);
const prose = fc.string({ maxLength: 40 });
const code = prose.filter((text) => text.trim() !== '');
const args = fc.array(prose, { maxLength: 4 });
const url = word.map((host) => `https://${host}.test/a?b=\${secret:${host}}`);
const mail = fc.oneof(
  word.map((name) => `${name}@b.test`),
  word.map((name) => `Ann <${name}@b.test>`),
);
const list = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { maxLength: 3 });

/** What a person can write as a header; those that Belfry sets itself are not among them. */
const header = word.map((name) => `X-${name}`);
const headers = fc
  .tuple(
    fc.dictionary(header, line, { maxKeys: 3 }),
    fc.option(fc.constantFrom('Bearer t', 'Basic a:b:c', 'Basic YTpi', 'Digest x')),
  )
  .map(([rest, signIn]) => (signIn === null ? rest : { Authorization: signIn, ...rest }));

const ACTIONS: { [K in Action['kind']]: fc.Arbitrary<unknown> } = {
  command: fc.record({
    kind: fc.constant('command'),
    run: fc.oneof(
      fc.record({ by: fc.constant('shell'), line: code }),
      fc.record({ by: fc.constant('program'), program: line, args }),
    ),
  }),
  script: fc.record({
    ...{ kind: fc.constant('script'), text: code, args, stopAtFirstError: fc.boolean() },
    interpreter: fc.constantFrom('bash', 'python', '/usr/bin/ruby'),
  }),
  http: fc.record({
    ...{ kind: fc.constant('http'), method: fc.constantFrom('GET', 'POST', 'PURGE'), url, headers },
    body: fc.option(fc.string({ minLength: 1 })),
    expectStatus: fc.uniqueArray(fc.constantFrom('2xx', '304', '200-299'), { minLength: 1 }),
    mustMatch: fc.option(word),
    ...{ followRedirects: fc.boolean(), verifyTls: fc.boolean() },
  }),
  email: fc.record({
    ...{
      kind: fc.constant('email'),
      to: fc.array(mail, { minLength: 1, maxLength: 3 }),
      cc: list(mail),
      bcc: list(mail),
    },
    ...{ subject: fc.oneof(line, fc.constant('')), text: prose, attachments: list(line) },
  }),
  sql: fc.record({
    ...{ kind: fc.constant('sql'), statements: code },
    database: fc.oneof(
      fc.record({ engine: fc.constant('sqlite'), file: line, create: fc.boolean() }),
      word.map((name) => ({ engine: 'mysql', url: `mysql://me@db/${name}` })),
    ),
  }),
  function: fc.record({
    ...{ kind: fc.constant('function'), module: word.map((name) => `${name}.mjs`), export: fc.constant('go') },
    args: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }).map((value) => JSON.parse(JSON.stringify(value))),
  }),
};

const ms = fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom(60_000, 86_400_000));
const positive = ms.map((n) => n + 1);
const ownRule = fc.constantFrom('settings', 'any', 'only');

const policy = fc.record({
  missed: fc.constantFrom('once', 'all', 'skip'),
  graceMs: ms,
  catchUpWindowMs: fc.option(ms),
  retention: fc.record({
    runs: fc.option(fc.integer({ min: 1, max: 999 })),
    days: fc.option(fc.integer({ min: 1, max: 99 })),
    outputCapBytes: fc.option(fc.constantFrom(1_000_000, 5_000_000)),
  }),
  overlap: fc.record({
    mode: fc.constantFrom('skip', 'queue', 'parallel', 'replace'),
    limit: fc.integer({ min: 1, max: 9 }),
  }),
  timeoutMs: fc.option(positive),
  totalTimeoutMs: fc.option(positive),
  retry: fc.record({
    ...{ count: fc.integer({ min: 0, max: 9 }), delayMs: ms, ceilingMs: ms },
    ...{ backoff: fc.constantFrom('fixed', 'exponential'), jitter: fc.double({ min: 0, max: 1, noNaN: true }) },
  }),
  success: fc.record({
    exitCodes: fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 4 }),
    ...{ mustMatch: fc.option(word), mustNotMatch: fc.option(word) },
  }),
  conditions: fc.record({
    ...{ mains: ownRule, online: fc.boolean(), unmetered: ownRule },
    ...{ outsideQuietHours: fc.boolean(), idleMs: fc.option(ms) },
    ...{ unmet: fc.constantFrom('skip', 'wait'), waitMs: ms },
  }),
  ...{
    keepAwake: fc.boolean(),
    gap: fc.constantFrom('after', 'skip'),
    repeat: fc.constantFrom('auto', 'once', 'both'),
  },
});

const specs: fc.Arbitrary<TriggerSpec[]> = fc
  .array(
    fc.oneof(
      fc.constant({ kind: 'cron', expression: '30 2 * * *' }),
      fc.record({
        kind: fc.constant('interval'),
        every: fc.integer({ min: 1, max: 9 }),
        unit: fc.constant('hour'),
        anchor: ms,
      }),
      fc.record({ kind: fc.constant('once'), at: positive }),
      fc.constantFrom({ kind: 'start' }, { kind: 'wake' }),
      fc.record({
        kind: fc.constant('after'),
        job: fc.integer({ min: 1, max: 9 }),
        on: fc.constantFrom('success', 'end'),
      }),
      fc.record({ kind: fc.constant('files'), paths: fc.array(line, { minLength: 1, maxLength: 3 }), settleMs: ms }),
    ),
    { maxLength: 4 },
  )
  .map((given) => given.map((spec) => triggerSpec.parse(spec)));

const drafts = (kind: Action['kind']): fc.Arbitrary<JobDraft> =>
  fc
    .record({
      ...{ name: line, description: prose, tags: list(word), action: ACTIONS[kind], triggers: specs, policy },
      zone: fc.option(fc.constantFrom('Europe/Paris', 'UTC')),
      environment: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,6}$/), prose, { maxKeys: 3 }),
      notifications: fc.record({
        ...{ onFailure: fc.boolean(), onSuccess: fc.boolean(), onRecovery: fc.boolean(), onLong: fc.boolean() },
        ...{
          lateMs: fc.option(ms),
          desktop: fc.boolean(),
          email: list(mail),
          webhooks: list(url),
          pingUrl: fc.option(url),
        },
      }),
      workingDirectory: fc.option(line),
    })
    .map((draft) =>
      jobDraft.parse({ ...draft, name: draft.name.slice(0, 50), action: actionSchema.parse(draft.action) }),
    );

describe('a job goes through the form as it is', () => {
  it.each(Object.keys(ACTIONS) as Action['kind'][])('whatever its %s, rules, triggers and addresses', async (kind) => {
    await fc.assert(
      fc.asyncProperty(drafts(kind), async (draft) => {
        const triggers = draft.triggers.map((spec, at) => ({ id: at + 1, spec, cursor: 0 }));
        const job = aJob({ ...draft, triggers, schedule: triggers.map(({ id }) => `words of ${id}`) });
        const { enabled: _, ...wanted } = draft;
        expect(await draftOf(formOfJob(job))).toEqual(wanted);
        // Also through the storage that keeps what is not saved.
        const kept = renewed(JSON.parse(JSON.stringify(formOfJob(job))));
        expect(changesTo(job, await draftOf(kept))).toEqual({});
      }),
      { numRuns: 60 },
    );
  });

  it('lists lose nothing as lines', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(prose, fc.constantFrom('', '[', '[]', '["a"]', 'a\nb'))), (items) => {
        expect(readLines(writeLines(items))).toEqual(items);
      }),
    );
    expect(writeLines(['-a', 'b c'])).toBe('-a\nb c');
  });
});

describe('what an edit changes in a week', () => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const week = 7 * DAY;
  const day = (at: number) => String(Math.floor(at / DAY));
  const daily = (hour: number) => Array.from({ length: 7 }, (_, n) => n * DAY + hour * HOUR);
  const rhythm = (...lists: number[][]) => rhythmOf(lists, 1000, week);

  it('counts, and finds the first difference', () => {
    const found = differenceOf(rhythm(daily(7)), rhythm(daily(7), daily(19)), week, day);
    expect(found).toMatchObject({
      before: { count: 7, more: false },
      after: { count: 14, more: false },
      first: 19 * HOUR,
    });
    expect(found.days).toEqual(daily(19).map((at) => ({ at, added: 1, removed: 0 })));
  });

  it('tells runs that moved from runs that stayed', () => {
    const found = differenceOf(rhythm(daily(7)), rhythm(daily(6)), week, day);
    expect([found.before.count, found.after.count, found.first]).toEqual([7, 7, 6 * HOUR]);
    expect(found.days[0]).toEqual({ at: 6 * HOUR, added: 1, removed: 1 });
  });

  it('has no difference between the same, and rings two triggers of one time once', () => {
    expect(differenceOf(rhythm(daily(7)), rhythm(daily(7), daily(7)), week, day)).toMatchObject({
      first: null,
      days: [],
    });
  });

  it('says nothing of what lies beyond the times it was told', () => {
    const minutely = Array.from({ length: 1000 }, (_, n) => n * 60_000);
    const found = differenceOf(rhythm(daily(0)), rhythm(minutely), week, day);
    expect(found.after).toEqual({ count: 1000, more: true });
    expect(found.before).toEqual({ count: 7, more: false });
    expect(found.days.every(({ removed }) => removed === 0)).toBe(true);
  });
});

describe('drafts', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };
  const draft = (id: string, job: number | null, at: number) => ({ id, job, at, form: { ...blankForm(), name: id } });

  it('are kept by job, the newest first, each once', () => {
    const box = storage();
    keepDraft(draft('a', null, 1), box);
    keepDraft(draft('b', 7, 2), box);
    keepDraft(draft('c', null, 3), box);
    keepDraft(draft('a', null, 4), box);
    expect(latestDraft(null, box)).toMatchObject({ id: 'a', at: 4, form: { name: 'a' } });
    expect(latestDraft(7, box)?.id).toBe('b');
    dropDraft('a', box);
    expect(latestDraft(null, box)?.id).toBe('c');
    expect(latestDraft(8, box)).toBeNull();
  });

  it('never grow without end', () => {
    const box = storage();
    for (let n = 0; n < 50; n++) keepDraft(draft(String(n), n, n), box);
    expect(readDrafts(box).map(({ job }) => job)).toEqual(Array.from({ length: 20 }, (_, n) => 49 - n));
  });

  it.each(['', '{', '5', '[null, 3, {"id": "x"}]'])('that cannot be read are none: %s', (stored) => {
    const box = storage();
    box.setItem('belfry.drafts.1', stored);
    expect(readDrafts(box)).toEqual([]);
    keepDraft(draft('a', null, 1), box);
    expect(latestDraft(null, box)?.id).toBe('a');
  });

  it('get fields that came later, and survive a storage that is full', () => {
    const box = storage();
    box.setItem(
      'belfry.drafts.1',
      JSON.stringify([{ id: 'x', job: null, at: 1, form: { name: 'Old', triggers: [] } }]),
    );
    expect(latestDraft(null, box)?.form).toMatchObject({ name: 'Old', grace: '1 minute' });
    box.setItem(
      'belfry.drafts.1',
      JSON.stringify([
        { id: 'x', job: null, at: 1, form: { name: 'Old', triggers: [], policy: { conditions: { mains: true } } } },
      ]),
    );
    expect(latestDraft(null, box)?.form.policy.conditions).toMatchObject({ mains: 'only', unmetered: 'settings' });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const full = {
      ...box,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(() => keepDraft(draft('a', null, 1), full)).not.toThrow();
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});
