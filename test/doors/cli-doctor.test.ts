import { describe, expect, it } from 'vitest';
import type { Check } from '#contract/diagnosis.ts';
import { belfryAtDoor } from './belfry-at-door.ts';

const { at, belfry, json } = belfryAtDoor();
const well: Check = { name: 'Ledger', state: 'ok', found: '1.0 MB, checked and whole.', advice: null };
const dim: Check = {
  name: 'Tray',
  state: 'warning',
  found: 'The desktop hosts no tray icons.',
  advice: 'Install one.',
};
const bad: Check = { name: 'Data folder', state: 'failed', found: 'It cannot be written.', advice: 'Mend it.' };

describe('belfry doctor', () => {
  it('says what was found and what to do, a warning is no failure', async () => {
    at.door.app.diagnosis = { checks: [well, dim], report: 'Belfry 1' };
    expect(await belfry('doctor')).toEqual({
      code: 0,
      stdout:
        'ok      Ledger              1.0 MB, checked and whole.\n' +
        'look    Tray                The desktop hosts no tray icons.\n' +
        '                            Install one.\n',
      stderr: '',
    });
  });

  it('ends with 1 when something has failed, in JSON too', async () => {
    at.door.app.diagnosis = { checks: [well, bad], report: 'Belfry 1' };
    expect((await belfry('doctor')).code).toBe(1);
    expect(await json('doctor')).toMatchObject({ code: 1, value: { checks: [well, bad], report: 'Belfry 1' } });
  });
});
