import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { connect } from '#store/connection.ts';
import { tempFolder } from '../support/temp.ts';

const failure = async (opening: Promise<unknown>): Promise<unknown> => opening.then(() => null).catch((error) => error);

describe('a file that cannot be opened', () => {
  it.each(['read', 'copy'] as const)('is named at once when it is not there, and not made, to %s', async (mode) => {
    const file = join(await tempFolder(), 'gone.sqlite');
    const error = await failure(connect(file, mode));
    expect(error).toBeInstanceOf(BelfryError);
    expect(error).toMatchObject({ code: 'not-found', message: `There is no file ${file}.` });
    expect(existsSync(file)).toBe(false);
  });

  it.each(['read', 'copy', 'write'] as const)('is named when it is there and cannot be opened, to %s', async (mode) => {
    const folder = await tempFolder();
    const error = await failure(connect(folder, mode));
    expect(error).toBeInstanceOf(BelfryError);
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`${folder} cannot be opened`),
    });
  });
});
