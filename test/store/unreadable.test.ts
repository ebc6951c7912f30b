import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connect, connectReader } from '#store/connection.ts';
import { tempFolder } from '../support/temp.ts';

it('says of a damaged store what a person can do about it, and leaves defects as they are', async () => {
  const file = join(await tempFolder(), 'belfry.sqlite');
  const writer = await connect(file, 'write');
  await writer.all('CREATE TABLE things (id INTEGER PRIMARY KEY, what TEXT)');
  await writer.all(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
     INSERT INTO things (what) SELECT hex(randomblob(500)) FROM n`,
  );
  await writer.close();
  const bytes = await open(file, 'r+');
  const { size } = await bytes.stat();
  // All but the first two pages, which say what tables there are.
  await bytes.write(Buffer.alloc(size - 8192, 0xa5), 0, size - 8192, 8192);
  await bytes.close();
  const reader = await connectReader(file);
  await expect(reader.all('SELECT sum(length(what)) FROM things')).rejects.toMatchObject({
    ...{ name: 'BelfryError', code: 'unavailable', message: expect.stringContaining(`${file} cannot be read`) },
  });
  await expect(reader.all('SELECT absent FROM things')).rejects.toThrow('no such column');
  await expect(reader.all('SELECT absent FROM things')).rejects.not.toMatchObject({ name: 'BelfryError' });
  await reader.close();
});
