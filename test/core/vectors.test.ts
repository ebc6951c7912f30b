import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { sequenceOf, upcoming } from '#core/occurrences.ts';

interface Vector {
  schedule: string;
  tz: string;
  from: string;
  expect: string[] | 'reject' | 'none';
  group: string;
}

const file = join(import.meta.dirname, '../vectors/next-runs.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

function answer({ schedule, tz, from, expect: wanted }: Vector): string[] | 'reject' | 'none' {
  try {
    const sequence = sequenceOf({ kind: 'cron', expression: schedule }, tz, { gap: 'after', repeat: 'auto' });
    const found = upcoming(sequence, Date.parse(from), Array.isArray(wanted) ? wanted.length : 1);
    return found.length === 0 ? 'none' : found.map(({ at }) => new Date(at).toISOString());
  } catch (error) {
    if (error instanceof BelfryError) return 'reject';
    throw error;
  }
}

describe.each([...new Set(vectors.map(({ group }) => group))])('vectors: %s', (group) => {
  it.each(vectors.filter((vector) => vector.group === group))('$schedule in $tz from $from', (vector) => {
    expect(answer(vector)).toEqual(vector.expect);
  });
});
