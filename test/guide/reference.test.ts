import { expect, it } from 'vitest';
import { createProgram } from '../../electron/cli/program.ts';
import { REFERENCE, referenceText } from '../../electron/dev/reference.mjs';
import { readPage } from './pages.ts';

it('has the command line as it is; npm run reference writes it anew', () => {
  expect(readPage(REFERENCE)).toBe(referenceText(createProgram()));
});
