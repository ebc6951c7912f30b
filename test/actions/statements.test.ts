import { describe, expect, it } from 'vitest';
import { splitStatements } from '../../electron/actions/sql-host/statements.ts';
import { cell, Table } from '../../electron/actions/sql-host/table.ts';

describe('statements are cut at their semicolons', () => {
  it.each([
    ['SELECT 1; SELECT 2;;\n;', ['SELECT 1', 'SELECT 2']],
    ['', []],
    ['  -- nothing; here\n /* nor; here */ ', []],
    ['/* one */ SELECT 1 -- a;b\n, 2; -- end', ['SELECT 1 -- a;b\n, 2']],
    [`SELECT 'a;''b', "c;""d";SELECT 2`, [`SELECT 'a;''b', "c;""d"`, 'SELECT 2']],
    ["SELECT 'never closed; x", ["SELECT 'never closed; x"]],
  ])('%j', (text, expected) => {
    for (const engine of ['sqlite', 'postgres', 'mysql'] as const)
      expect(splitStatements(text, engine)).toEqual(expected);
  });

  it('and not in names of SQLite, nor in the body of a trigger', () => {
    expect(splitStatements('SELECT [a;b], `c;d`; SELECT 2', 'sqlite')).toEqual(['SELECT [a;b], `c;d`', 'SELECT 2']);
    const trigger = `CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON a BEGIN
      UPDATE a SET x = CASE WHEN x > 1 THEN 2 ELSE CASE x WHEN 1 THEN 0 END END; DELETE FROM b WHERE "end" = ';'; END`;
    expect(splitStatements(`${trigger}; SELECT 2`, 'sqlite')).toEqual([trigger, 'SELECT 2']);
    expect(splitStatements('BEGIN; SELECT 1; END; SELECT 2', 'sqlite')).toHaveLength(4);
    expect(splitStatements("SELECT 'a\\'; SELECT 2", 'sqlite')).toHaveLength(2);
  });

  it('and not in what PostgreSQL quotes with dollars, escapes or comments', () => {
    const body = 'CREATE FUNCTION f() RETURNS int AS $x$ BEGIN; $$;$$ RETURN 1; END $x$ LANGUAGE plpgsql';
    expect(splitStatements(`${body}; DO $$ BEGIN; END $$; SELECT $1`, 'postgres')).toEqual([
      body,
      'DO $$ BEGIN; END $$',
      'SELECT $1',
    ]);
    expect(splitStatements("SELECT E'a\\';b'; SELECT /* a /* b; */ ; */ 2", 'postgres')).toEqual([
      "SELECT E'a\\';b'",
      'SELECT /* a /* b; */ ; */ 2',
    ]);
    const atomic = 'CREATE OR REPLACE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END';
    expect(splitStatements(`${atomic}; SELECT 2`, 'postgres')).toEqual([atomic, 'SELECT 2']);
  });

  it('and not in a procedure of MySQL', () => {
    const body = `CREATE DEFINER = root PROCEDURE p() BEGIN DECLARE x INT; IF x > 1 THEN SET x = 1; END IF;
      CASE x WHEN 1 THEN SET x = 2; END CASE; WHILE x < 9 DO SET x = 9; END WHILE; BEGIN SET x = 1; END; END`;
    expect(splitStatements(`${body}; SELECT 2`, 'mysql')).toEqual([body, 'SELECT 2']);
    expect(splitStatements("# a;\nSELECT 'a\\';b', 1--1; /*!40101 SET NAMES utf8 */;", 'mysql')).toEqual([
      "SELECT 'a\\';b', 1--1",
      '/*!40101 SET NAMES utf8 */',
    ]);
  });
});

describe('a table', () => {
  it('has cells of one bounded line', () => {
    expect(cell('a\nb\tc\u0000')).toBe('a\\nb\\tc�');
    expect(cell('x'.repeat(1_000_000))).toBe(`${'x'.repeat(59)}…`);
    expect(cell('🔔'.repeat(60))).toBe('🔔'.repeat(60));
    expect(cell(new Uint8Array(100))).toMatch(/^x'0{57}…$/);
    expect([null, 1.5, 12n, true, ''].map(cell)).toEqual(['NULL', '1.5', '12', 'true', '']);
  });

  it('settles its widths by the first rows and lets later ones go at once', async () => {
    const written: string[] = [];
    const table = new Table((text) => void written.push(text));
    table.columns(['n', 'name']);
    for (let n = 1; n <= 99; n++) await table.row([n, 'ab']);
    expect(written).toEqual([]);
    for (let n = 100; n <= 20_000; n++) await table.row([n, n === 5_000 ? 'longer' : 'cd']);
    expect(written.length).toBeGreaterThan(3);
    expect(Math.max(...written.map((text) => text.length))).toBeLessThan(40_000);
    await table.end();
    const lines = written.join('').split('\n');
    expect(lines.slice(0, 3)).toEqual(['  n  name', '---  ----', '  1  ab']);
    expect(lines[5_001]).toBe('5000  longer');
    expect(lines).toHaveLength(20_003);
  });
});
