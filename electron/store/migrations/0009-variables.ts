import type { Migration } from './index.ts';

/** What a run alone was given, also where nothing came to be started; before, it stood in the environment of an attempt. */
export const variables: Migration = {
  name: '0009-variables',
  up: async (run) => {
    await run('ALTER TABLE runs ADD COLUMN variables TEXT');
    // CROSS: of a million attempts, not each is to have its environment looked through, but the few environments once.
    await run(
      `UPDATE runs SET variables = (
         SELECT json_group_object(json_extract(v.value, '$.name'), json_extract(v.value, '$.value'))
         FROM attempts a JOIN environments e ON e.hash = a.environment, json_each(e.value, '$.variables') v
         WHERE a.runId = runs.id AND a.attempt = 1 AND json_extract(v.value, '$.from') = 'run')
       WHERE id IN (
         SELECT a.runId FROM environments e CROSS JOIN attempts a ON a.environment = e.hash
         WHERE a.attempt = 1 AND instr(e.value, '"from":"run"') > 0)`,
    );
  },
};
