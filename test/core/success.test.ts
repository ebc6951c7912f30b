import { expect, it } from 'vitest';
import { successRule } from '#contract/policy.ts';
import { fault } from '#core/success.ts';

const rule = (more: object = {}) => successRule.parse(more);
const ended = (more: object = {}) => ({ exitCode: null, signal: null, error: null, ...more });

it.each([
  ['an action without a process that has nothing to say', ended(), rule(), 'ok', null],
  ['one that says what went wrong', ended({ error: 'Host not found: x.' }), rule(), '', 'Host not found: x.'],
  ['one whose output is not right', ended(), rule({ mustMatch: 'ok' }), 'no', 'The output does not match /ok/.'],
  [
    'one whose output is wrong',
    ended(),
    rule({ mustNotMatch: 'n' }),
    'no',
    'The output matches /n/, which it must not.',
  ],
  ['a process that was killed', ended({ signal: 'SIGKILL' }), rule(), '', 'Ended by signal SIGKILL.'],
  ['a process with an exit code', ended({ exitCode: 3 }), rule(), '', 'Exit code 3.'],
  ['a process with the right exit code', ended({ exitCode: 3 }), rule({ exitCodes: [3] }), '', null],
])('%s', (_name, outcome, expected, output, error) => expect(fault(outcome, expected, output)).toBe(error));
