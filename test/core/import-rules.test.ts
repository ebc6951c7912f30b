import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Diagnostic {
  category: string;
  location: { path: string; start: { line: number } };
}

const rules: { room: string; allowed: string[]; forbidden: string[] }[] = [
  {
    room: 'electron/contract/x.ts',
    allowed: ['zod', './job.ts'],
    forbidden: ['node:fs', 'electron', '#core/ports.ts', '../core/ports.ts', 'react'],
  },
  {
    room: 'electron/core/x.ts',
    allowed: ['#contract/job.ts', './ports.ts'],
    forbidden: [
      'node:fs',
      'fs',
      'electron',
      'sequelize',
      'node-schedule',
      'zod',
      '#store/index.ts',
      '../store/index.ts',
    ],
  },
  {
    room: 'electron/store/x.ts',
    allowed: [
      'sequelize',
      'sqlite3',
      'umzug',
      'node:path',
      '#core/ports.ts',
      '#contract/job.ts',
      './migrations/one.ts',
    ],
    forbidden: ['electron', 'node-schedule', '#core/engine.ts', '#handlers/jobs.ts', '../core/engine.ts'],
  },
  {
    room: 'electron/store/migrations/x.ts',
    allowed: ['sequelize', '../database.ts', './y.ts'],
    forbidden: ['../../core/ports.ts', 'electron'],
  },
  {
    room: 'electron/actions/x.ts',
    allowed: ['node:child_process', 'undici', 'nodemailer', '#core/ports.ts', '#contract/action.ts'],
    forbidden: ['electron', 'sequelize', 'sqlite3', '#core/runner.ts', '#store/index.ts', '../store/index.ts'],
  },
  {
    room: 'electron/actions/sql-host/x.ts',
    allowed: ['sqlite3', 'node:fs', './table.ts', '../host-channel.mjs'],
    forbidden: ['sequelize', 'electron', 'pg', '#store/index.ts', '../process.ts', '../../store/index.ts'],
  },
  {
    room: 'electron/desktop/x.ts',
    allowed: ['electron', 'node:path', '#core/ports.ts', '#contract/job.ts', './paths.ts'],
    forbidden: ['node-schedule', 'sequelize', '#core/engine.ts', '#handlers/jobs.ts', '../main.ts'],
  },
  {
    room: 'electron/desktop/alarm.ts',
    allowed: ['node-schedule', '#core/ports.ts'],
    forbidden: ['sequelize', '#store/index.ts'],
  },
  {
    room: 'electron/desktop/log.ts',
    allowed: ['electron-log/node', 'node:fs'],
    forbidden: ['node-schedule', '#store/index.ts'],
  },
  {
    room: 'electron/desktop/updates.ts',
    allowed: ['electron-updater', '#contract/update.ts'],
    forbidden: ['electron-log/node', '#store/index.ts'],
  },
  {
    room: 'electron/doors/x.ts',
    allowed: ['node:net', '#contract/api.ts', '#core/explain.ts', 'zod'],
    forbidden: ['electron', 'sequelize', '#store/index.ts', '#handlers/index.ts', '../handlers/index.ts'],
  },
  {
    room: 'electron/handlers/x.ts',
    allowed: ['#contract/api.ts', '#core/engine.ts', '#exchange/index.ts', './bus.ts'],
    forbidden: ['electron', 'sequelize', 'node:fs', '#store/index.ts', '#desktop/tray.ts', '../main.ts'],
  },
  {
    room: 'electron/exchange/x.ts',
    allowed: ['#contract/job.ts', '#core/occurrences.ts', 'yaml', 'fast-xml-parser', './names.ts'],
    forbidden: ['electron', 'node:fs', 'zod', '#store/index.ts', '#handlers/jobs.ts', '../handlers/jobs.ts'],
  },
  {
    room: 'electron/cli/x.ts',
    allowed: [
      'commander',
      'node:fs',
      '#contract/api.ts',
      '#core/explain.ts',
      '#doors/client.ts',
      '#exchange/texts.ts',
      '../../package.json',
    ],
    forbidden: [
      '#exchange/index.ts',
      'electron',
      'sqlite3',
      'sequelize',
      '#store/index.ts',
      '#desktop/paths.ts',
      '../main.ts',
    ],
  },
  { room: 'electron/preload.ts', allowed: ['electron', '#contract/api.ts'], forbidden: ['node:fs', '#core/ports.ts'] },
  {
    room: 'electron/main.ts',
    allowed: ['electron', 'node:path', '#store/index.ts', '#desktop/tray.ts'],
    forbidden: ['sequelize', 'sqlite3', 'node-schedule'],
  },
  {
    room: 'electron/kept.ts',
    allowed: ['electron', 'node:path', '#store/index.ts', '#desktop/log.ts'],
    forbidden: ['sequelize', 'sqlite3', 'node-schedule'],
  },
  {
    room: 'electron/launch.ts',
    allowed: ['electron', 'node:path', '#desktop/tray.ts', './kept.ts', './main.ts'],
    forbidden: ['sequelize', 'sqlite3', 'node-schedule'],
  },
  {
    room: 'renderer/jobs/X.tsx',
    allowed: ['react', '@mantine/core', '#contract/job.ts', '../ui/Countdown.tsx', '@tanstack/react-query', 'wouter'],
    forbidden: ['node:fs', 'fs', 'electron', 'sequelize', '#core/occurrences.ts', '../../electron/contract/job.ts'],
  },
];

let folder = '';
let diagnostics: Diagnostic[] = [];

// A house of one file a room, each import on a line of its own, under the real rules.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-rules-'));
  await copyFile('.biome.json', join(folder, '.biome.json'));
  for (const { room, allowed, forbidden } of rules) {
    await mkdir(dirname(join(folder, room)), { recursive: true });
    const lines = [...allowed, ...forbidden].map((specifier) => `import '${specifier}';\n`);
    await writeFile(join(folder, room), lines.join(''));
  }
  diagnostics = await lint('style/noRestrictedImports');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(rule: string): Promise<Diagnostic[]> {
  const args = [resolve('node_modules/@biomejs/biome/bin/biome'), 'lint', '--vcs-enabled=false', `--only=${rule}`];
  const run = promisify(execFile)(process.execPath, [...args, '--reporter=json', '--max-diagnostics=none'], {
    cwd: folder,
  });
  // It ends with 1 when it finds something.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout).diagnostics.filter(({ category }: Diagnostic) => category === `lint/${rule}`);
}

describe('import rules', () => {
  test.each(rules)('$room', ({ room, allowed, forbidden }) => {
    const lines = diagnostics
      .filter(({ location }) => location.path === room)
      .map(({ location }) => location.start.line);
    const specifiers = [...allowed, ...forbidden];
    expect(lines.sort((a, b) => a - b).map((line) => specifiers[line - 1])).toEqual(forbidden);
  });

  test('a circle of imports', async () => {
    const file = (name: string) => join(folder, 'electron/core', name);
    await writeFile(file('chicken.ts'), "import { egg } from './egg.ts';\nexport const chicken = () => egg;\n");
    await writeFile(file('egg.ts'), "import { chicken } from './chicken.ts';\nexport const egg = () => chicken;\n");
    const found = await lint('suspicious/noImportCycles');
    expect(found.map(({ location }) => location.path).sort()).toEqual([
      'electron/core/chicken.ts',
      'electron/core/egg.ts',
    ]);
  });
});
