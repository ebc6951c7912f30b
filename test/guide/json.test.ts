import { describe, expect, it } from 'vitest';
import { webhookBody } from '#actions/notify.ts';
import { noticeKind } from '#contract/notification.ts';
import { runReason, runStatus } from '#contract/run.ts';
import { belfryAtDoor } from '../doors/belfry-at-door.ts';
import { aRun } from '../renderer/samples.ts';
import { blocksOf, readPage, tablesWith } from './pages.ts';
import { wordsOf } from './shell-words.ts';

const { at, json } = belfryAtDoor();

/** Names of fields, of what is in them too; of a list, those of its first item. */
function fields(value: unknown): unknown {
  if (Array.isArray(value)) return [fields(value[0])];
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fields(inner)]));
}

const answers = blocksOf('resources/guide/scripting.md')
  .filter(({ language }) => language === 'json')
  .map(({ text, before }) => ({ line: /`(belfry [^`]+)`/.exec(before)?.[1] ?? before, text }));

describe('answers in JSON', () => {
  it.each(answers)('$line', async ({ line, text }) => {
    const job = await at.door.app.addJob('backup');
    const run = at.door.app.addRun(job);
    at.door.app.end(run.id, 'success');
    const [, ...args] = wordsOf(line)[0] as string[];
    const { value } = await json(...args.filter((word) => word !== '--json'));
    const said: unknown = JSON.parse(text);
    // What a job is about differs from one to the next; which fields there are does not.
    expect(outer(said)).toEqual(outer(value));
  });

  it('are there for every kind of question', () => expect(answers.length).toBeGreaterThanOrEqual(6));
});

/** Fields of a list's items, or of an object, without what is in them. */
function outer(value: unknown): unknown {
  const item = Array.isArray(value) ? [value[0]] : [value];
  return { list: Array.isArray(value), fields: item.flatMap((one) => Object.keys(one as object)).sort() };
}

describe('what leaves the computer', () => {
  it('has the fields of a webhook as they are', () => {
    const [block] = blocksOf('resources/guide/notifications.md').filter(({ language }) => language === 'json');
    const body = webhookBody({
      kind: 'failure',
      job: { id: 1, name: '', tags: [''] },
      run: aRun(),
      count: 1,
      since: 0,
      title: '',
      body: '',
      tail: '',
    });
    expect(fields(JSON.parse(block?.text ?? ''))).toEqual(fields(body));
  });

  it('names every event of a webhook', () => {
    for (const kind of noticeKind.options)
      expect(readPage('resources/guide/notifications.md')).toContain(`\`${kind}\``);
  });
});

describe('words of the ledger', () => {
  const page = 'resources/guide/troubleshooting.md';
  const first = (rows: string[][]) => rows.flatMap(([cell = '']) => cell.split(', ')).sort();
  it('has every reason', () => expect(first(tablesWith(page, 'Reason'))).toEqual([...runReason.options].sort()));
  it('has every status', () => expect(first(tablesWith(page, 'Status'))).toEqual([...runStatus.options].sort()));
});
