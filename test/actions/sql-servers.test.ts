import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { action } from '#contract/action.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, run, until } from './begin.ts';
import { secretsOf } from './kept-secrets.ts';
import { mariadb, postgres, type Server, startMariadb, startPostgres } from './servers.ts';
import { buildSqlHost } from './sql-host.ts';

let sqlHost: string;
beforeAll(async () => {
  sqlHost = await buildSqlHost();
}, 60_000);
let jobsFolder: string;
beforeEach(async () => {
  jobsFolder = await tempFolder();
  // Where `npm install pg mysql2` would have put them.
  symlinkSync(resolve('node_modules'), join(jobsFolder, 'node_modules'));
});

const sql = (engine: 'postgres' | 'mysql', url: string, statements: string) =>
  action.parse({ kind: 'sql', database: { engine, url }, statements });

describe.skipIf(!postgres)('PostgreSQL', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.close());
  const runSql = (statements: string, url = server.url) =>
    run(sql('postgres', url, statements), { sqlHost, jobsFolder });

  it('shows rows as it writes them, and counts what changed', async () => {
    const text = `CREATE TABLE a (id bigint, at timestamptz, x jsonb, b bytea);
      INSERT INTO a VALUES (9007199254740993, '2026-03-04 05:06:07Z', '{"a": 1}', '\\x00ff'), (2, NULL, NULL, NULL);
      SET TIME ZONE 'UTC'; SELECT * FROM a; SELECT 1 WHERE false;
      UPDATE a SET x = NULL WHERE id = 2 RETURNING id; DO $$ BEGIN PERFORM 1; END $$; DROP TABLE a`;
    const { out, error } = await runSql(text);
    expect(error).toBeNull();
    expect(out).toContain('-- 2: INSERT INTO');
    expect(out).toContain(`\n2 rows changed\n`);
    expect(out).toMatch(/\n9007199254740993 +2026-03-04 05:06:07\+00 +\{"a": 1\} +\\x00ff\n/);
    expect(out).toMatch(/\n2 +NULL +NULL +NULL\n2 rows\n/);
    expect(out).toContain('-- 5: SELECT 1 WHERE false\n?column?\n--------\n0 rows\n');
    expect(out).toMatch(/RETURNING id\nid\n--\n2\n1 row changed\n/);
    expect(out).toMatch(/-- 8: DROP TABLE a\nDone\n$/);
  });

  it('takes its password, or its whole address, from the secrets', async () => {
    const password = 'p@ss/w:rd#%?1';
    await runSql(`CREATE ROLE other LOGIN PASSWORD '${password}'`);
    const { host, pathname } = new URL(server.url);
    const secrets = secretsOf({ pw: password, all: server.url });
    const ask = (url: string) =>
      run(sql('postgres', url, `SELECT current_user AS me, '${password}' AS pw`), { sqlHost, jobsFolder, secrets });
    const { out, error } = await ask(`postgres://other:\${secret:pw}@${host}${pathname}`);
    expect(error).toBeNull();
    expect(out).toMatch(/\nother /);
    expect(out).not.toContain(password);
    expect((await ask('${secret:all}')).out).toMatch(/\nbelfry /);
    expect((await ask('${secret:none}')).error).toMatch(/^There is no secret none\./);
    expect((await run(sql('postgres', '${secret:pw}', 'SELECT 1'), { sqlHost, jobsFolder, secrets })).error).toBe(
      'The address of the database cannot be read. Write it as engine://user:password@host/name.',
    );
  });

  it('stops at the first error, and keeps no open transaction', async () => {
    expect((await runSql('SELECT 1; SELECT * FROM nope; SELECT 2')).error).toBe(
      'Statement 2: relation "nope" does not exist.',
    );
    expect((await runSql('BEGIN; CREATE TABLE gone (x int)')).error).toMatch(
      /^The statements end inside a transaction/,
    );
    expect((await runSql('SELECT * FROM gone')).error).toMatch(/does not exist/);
  });

  it('streams what is too large to hold, and ends the statement on the server when stopped', async () => {
    const big = begin(sql('postgres', server.url, "SELECT n, repeat('x', 50) FROM generate_series(1, 300000) n"), {
      ...{ sqlHost, jobsFolder },
    });
    expect(await big.handle.done).toMatchObject({ error: null });
    expect(big.out()).toMatch(/\n300000 rows\n$/);
    const asleep = begin(sql('postgres', server.url, 'SELECT 1 AS ready; SELECT pg_sleep(600)'), {
      sqlHost,
      jobsFolder,
    });
    await until(() => asleep.out().includes('-- 2'));
    const going = async () =>
      (await runSql("SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(600)'"))
        .out;
    expect(await going()).toBe('n\n-\n1\n1 row\n');
    asleep.handle.stop();
    expect(await asleep.handle.done).toMatchObject({ signal: 'SIGTERM' });
    expect(await going()).toBe('n\n-\n0\n1 row\n');
  });

  it('that cannot be reached says why', async () => {
    const at = new URL(server.url).host;
    expect((await runSql('SELECT 1', server.url.replace(':belfry@', ':wrong@'))).error).toBe(
      `PostgreSQL at ${at} refused: password authentication failed for user "belfry".`,
    );
    expect((await runSql('SELECT 1', server.url.replace(/postgres$/, 'nope'))).error).toBe(
      `PostgreSQL at ${at} refused: database "nope" does not exist.`,
    );
    expect((await runSql('SELECT 1', 'postgres://127.0.0.1:1/x')).error).toBe(
      'No PostgreSQL server answers at 127.0.0.1:1. Start it, or correct the address.',
    );
    expect((await runSql('SELECT 1', 'postgres://no-such-host.invalid/x')).error).toBe(
      'The host no-such-host.invalid is not known. Correct the address, or check the network.',
    );
  });
});

describe.skipIf(!mariadb)('MySQL', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startMariadb();
  }, 60_000);
  afterAll(() => server?.close());
  const runSql = (statements: string, url = server.url) => run(sql('mysql', url, statements), { sqlHost, jobsFolder });

  it('shows rows as it writes them, and counts what changed', async () => {
    const text = `CREATE TABLE a (id BIGINT, at DATETIME, b BLOB);
      INSERT INTO a VALUES (9007199254740993, '2026-03-04 05:06:07', x'00ff'), (2, NULL, NULL);
      SELECT * FROM a; SELECT 1 AS none FROM a WHERE id = 3; UPDATE a SET at = NOW() WHERE id = 7;
      CREATE PROCEDURE p() BEGIN SELECT 5 AS five; IF 1 THEN SELECT 6 AS six; END IF; END; DROP TABLE a`;
    const { out, error } = await runSql(text);
    expect(error).toBeNull();
    expect(out).toMatch(/\n2 rows changed\n/);
    expect(out).toMatch(/\n9007199254740993 +2026-03-04 05:06:07 +x'00ff'\n2 +NULL +NULL\n2 rows\n/);
    expect(out).toMatch(/\nnone\n----\n0 rows\n/);
    expect(out).toMatch(/-- 5: UPDATE .*\n0 rows changed\n/);
    expect(out).toMatch(/-- 7: DROP TABLE a\nDone\n$/);
    expect((await runSql('CALL p()')).out).toBe('five\n----\n5\n1 row\n\nsix\n---\n6\n1 row\n');
  });

  it('stops at the first error, and keeps no open transaction', async () => {
    expect((await runSql('SELECT 1; SELECT * FROM nope; SELECT 2')).error).toBe(
      "Statement 2: Table 'test.nope' doesn't exist.",
    );
    await runSql('CREATE TABLE t (x INT)');
    expect((await runSql('START TRANSACTION; INSERT INTO t VALUES (1)')).error).toMatch(/^The statements end inside/);
    expect((await runSql('SELECT * FROM t')).out).toBe('x\n-\n0 rows\n');
  });

  it('ends the statement on the server when stopped', async () => {
    const asleep = begin(sql('mysql', server.url, 'SELECT 1; SELECT SLEEP(600)'), { sqlHost, jobsFolder });
    await until(() => asleep.out().includes('-- 2'));
    const going = async () =>
      (await runSql("SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE '%SLEEP(600)'")).out;
    expect(await going()).toBe('n\n-\n1\n1 row\n');
    asleep.handle.stop();
    expect(await asleep.handle.done).toMatchObject({ signal: 'SIGTERM' });
    expect(await going()).toBe('n\n-\n0\n1 row\n');
  });

  it('that cannot be reached says why', async () => {
    expect((await runSql('SELECT 1', server.url.replace('root@', 'me:wrong@'))).error).toMatch(
      /^MySQL at 127\.0\.0\.1:\d+ refused: Access denied for user 'me'@/,
    );
    expect((await runSql('SELECT 1', 'mysql://127.0.0.1:1/x')).error).toBe(
      'No MySQL server answers at 127.0.0.1:1. Start it, or correct the address.',
    );
  });
});
