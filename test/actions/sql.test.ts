import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { action } from '#contract/action.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, type Options, run, until } from './begin.ts';
import { buildSqlHost } from './sql-host.ts';

let sqlHost: string;
beforeAll(async () => {
  sqlHost = await buildSqlHost();
}, 60_000);
let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

const sql = (statements: string, file = 'shop.db', create = true) =>
  action.parse({ kind: 'sql', database: { engine: 'sqlite', file, create }, statements });
const options = (): Options => ({ sqlHost, cwd: folder, homeFolder: folder, jobsFolder: folder });
const runSql = (...args: Parameters<typeof sql>) => run(sql(...args), options());
const open = (file: string) =>
  new Promise<sqlite3.Database>((resolve, reject) => {
    const db = new sqlite3.Database(join(folder, file), (error) => (error ? reject(error) : resolve(db)));
  });
const exec = (db: sqlite3.Database, text: string) =>
  new Promise<void>((resolve, reject) => {
    db.exec(text, (error) => (error ? reject(error) : resolve()));
  });
const close = (db: sqlite3.Database) => new Promise<void>((resolve) => db.close(() => resolve()));

describe('statements', () => {
  it('run in order, their rows shown as a table', async () => {
    const text = `
      CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, photo BLOB);
      INSERT INTO people VALUES (1, 'Åsa; "Å"', x'00ff'), (10, NULL, NULL); -- two
      UPDATE people SET name = name WHERE id > 100;
      SELECT * FROM people;
      SELECT * FROM people WHERE id = 7;`;
    expect(await runSql(text)).toMatchObject({
      ...{ exitCode: 0, error: null, err: '' },
      out: [
        '-- 1: CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, photo BLOB)',
        'Done',
        '',
        `-- 2: INSERT INTO people VALUES (1, 'Åsa; "Å"', x'00ff'), (10, NULL, NULL)`,
        '2 rows changed',
        '',
        '-- 3: UPDATE people SET name = name WHERE id > 100',
        '0 rows changed',
        '',
        '-- 4: SELECT * FROM people',
        'id  name      photo',
        '--  --------  -------',
        ` 1  Åsa; "Å"  x'00ff'`,
        '10  NULL      NULL',
        '2 rows',
        '',
        '-- 5: SELECT * FROM people WHERE id = 7',
        '0 rows',
        '',
      ].join('\n'),
    });
  });

  it('stop at the first that fails, and say which', async () => {
    const ended = await runSql(
      'CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1); SELECT * FROM nope; DROP TABLE a;',
    );
    expect(ended).toMatchObject({ exitCode: 1, error: 'Statement 3: no such table: nope.' });
    expect((await runSql('SELECT count(*) AS n FROM a')).out).toBe('n\n-\n1\n1 row\n');
    expect((await runSql('INSERT INTO a VALUES (2), (1)')).error).toBe('Statement 1: UNIQUE constraint failed: a.x.');
    expect((await runSql('SELEC 1')).error).toBe('Statement 1: near "SELEC": syntax error.');
    expect((await runSql('-- nothing\n;')).error).toBe('There is no statement, only comments.');
  });

  it('may be a transaction, which is not left open', async () => {
    await runSql('CREATE TABLE a (x)');
    expect((await runSql('BEGIN; INSERT INTO a VALUES (1); COMMIT')).error).toBeNull();
    expect((await runSql('BEGIN; INSERT INTO a VALUES (2)')).error).toMatch(/^The statements end inside a transaction/);
    expect((await runSql('SELECT x FROM a')).out).toBe('x\n-\n1\n1 row\n');
  });

  it('may make triggers, and change rows with WITH and RETURNING', async () => {
    const { out, error } = await runSql(`CREATE TABLE a (x); CREATE TABLE log (x);
      CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (CASE WHEN new.x > 1 THEN 'big' END); SELECT 1; END;
      WITH n(x) AS (VALUES (1), (2)) INSERT INTO a SELECT x FROM n;
      DELETE FROM a RETURNING x;
      SELECT count(*) FROM log`);
    expect(error).toBeNull();
    expect(out).toMatch(/-- 4: WITH .*\n2 rows changed\n/);
    expect(out).toMatch(/-- 5: DELETE .*\nx\n-\n1\n2\n2 rows changed\n/);
    expect(out).toMatch(/count\(\*\)\n-+\n {7}2\n1 row\n$/);
  });

  it('answer with a million rows in bounded memory, and end at once when stopped', async () => {
    const rows = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      SELECT i, 'some text that is long enough' AS t FROM n`;
    let most = 0;
    const watch = (pid: number) => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    };
    const begun = begin(sql(rows(300_000)), options());
    const timer = setInterval(
      () =>
        begun.handle.process &&
        existsSync(`/proc/${begun.handle.process.pid}/status`) &&
        watch(begun.handle.process.pid),
      50,
    );
    expect(await begun.handle.done).toMatchObject({ error: null });
    clearInterval(timer);
    expect(begun.out()).toMatch(/\n300000 rows\n$/);
    expect(begun.out().length).toBeGreaterThan(10_000_000);
    if (process.platform === 'linux') expect(most).toBeLessThan(200_000);
    const endless = begin(sql(rows(1e12)), options());
    await until(() => endless.out().length > 100_000);
    endless.handle.stop();
    expect(await endless.handle.done).toMatchObject({ signal: 'SIGTERM' });
    // One that prints nothing is inside SQLite all the time.
    const silent = begin(sql(`SELECT count(*) FROM (${rows(1e12)})`), options());
    await new Promise((resolve) => setTimeout(resolve, 500));
    silent.handle.stop();
    expect(await silent.handle.done).toMatchObject({ signal: 'SIGTERM' });
  }, 60_000);
});

describe('a database file', () => {
  it('is made only when the job says so', async () => {
    const file = join(folder, 'none.db');
    expect((await runSql('SELECT 1', 'none.db', false)).error).toBe(
      `There is no database ${file}. Correct its path, or let the job create it.`,
    );
    expect(existsSync(file)).toBe(false);
    expect((await runSql('CREATE TABLE a (x)', '~/none.db')).error).toBeNull();
    expect(statSync(file).size).toBeGreaterThan(0);
    expect((await runSql('SELECT 1', 'sub/none.db')).error).toBe(
      `There is no folder ${join(folder, 'sub')} to create the database in.`,
    );
    mkdirSync(join(folder, 'folder.db'));
    expect((await runSql('SELECT 1', 'folder.db')).error).toBe(
      `${join(folder, 'folder.db')} is not a file, so no database.`,
    );
  });

  it('that another program has locked is waited for, then given up', async () => {
    const db = await open('shop.db');
    await exec(db, 'CREATE TABLE a (x); BEGIN EXCLUSIVE');
    const waiting = begin(sql('INSERT INTO a VALUES (1)'), options());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await exec(db, 'COMMIT');
    expect(await waiting.handle.done).toMatchObject({ error: null });
    await exec(db, 'BEGIN EXCLUSIVE');
    expect((await runSql('SELECT * FROM a')).error).toBe(
      `Statement 1: ${join(folder, 'shop.db')} is locked by another program for over 5 s.`,
    );
    await close(db);
  });

  it('that may only be read can be read, and says so when written', async () => {
    await runSql('CREATE TABLE a (x); INSERT INTO a VALUES (1)');
    chmodSync(join(folder, 'shop.db'), 0o444);
    // Nothing is read-only to root.
    const nodePath = join(folder, 'node');
    writeFileSync(
      nodePath,
      `#!/bin/sh\nexec setpriv --bounding-set -dac_override --inh-caps -dac_override "${process.execPath}" "$@"\n`,
    );
    chmodSync(nodePath, 0o755);
    const bound = { ...options(), ...(process.getuid?.() === 0 && { nodePath }) };
    expect((await run(sql('SELECT x FROM a'), bound)).out).toBe('x\n-\n1\n1 row\n');
    expect((await run(sql('DELETE FROM a'), bound)).error).toBe(
      `Statement 1: ${join(folder, 'shop.db')} may only be read. Check its permissions and those of its folder.`,
    );
  });

  it('that is damaged, or none at all, is told from a good one', async () => {
    writeFileSync(join(folder, 'text.db'), 'This is a letter, and no database at all.\n'.repeat(100));
    expect((await runSql('SELECT 1 FROM sqlite_master', 'text.db')).error).toBe(
      `Statement 1: ${join(folder, 'text.db')} is no SQLite database, or an encrypted one.`,
    );
    await runSql(`CREATE TABLE a (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO a SELECT printf('%0200d', i) FROM n`);
    const bytes = readFileSync(join(folder, 'shop.db'));
    bytes.fill(0xee, 4096 * 2, 4096 * 20);
    writeFileSync(join(folder, 'shop.db'), bytes);
    expect((await runSql('SELECT sum(length(x)) FROM a')).error).toBe(
      `Statement 1: ${join(folder, 'shop.db')} is damaged (database disk image is malformed). Restore a copy of it.`,
    );
  });
});

describe('a server', () => {
  const server = (engine: 'postgres' | 'mysql', url: string) =>
    run(action.parse({ kind: 'sql', database: { engine, url }, statements: 'SELECT 1' }), options());

  it('needs its driver in the jobs folder', async () => {
    expect((await server('postgres', 'postgres://me:pw@127.0.0.1:1/x')).error).toBe(
      `PostgreSQL needs the package pg: run “npm install pg” in ${folder}.`,
    );
    expect((await server('mysql', 'mysql://127.0.0.1/x')).error).toBe(
      `MySQL needs the package mysql2: run “npm install mysql2” in ${folder}.`,
    );
    mkdirSync(join(folder, 'node_modules/pg'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/pg/index.js'), 'throw new Error("half installed")');
    expect((await server('postgres', 'postgres://me:pw@127.0.0.1:1/x')).error).toBe(
      `The package pg in ${folder} cannot be loaded: half installed.`,
    );
  });
});
