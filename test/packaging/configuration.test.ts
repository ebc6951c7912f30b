import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import type { DebugLogger } from 'builder-util';
import { load } from 'js-yaml';
import plist from 'plist';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../electron/dev/paths.mjs';

// What electron-builder would only find when a package is made, or on the system that it is for.

type Target = string | { target: string; arch: string[] };
interface System {
  icon: string;
  target: Target[];
  [key: string]: unknown;
}
interface Configuration {
  appId: string;
  afterExtract: string;
  extraResources: { from: string; filter: string[] }[];
  files: string[];
  protocols: { schemes: string[] }[];
  win: System;
  mac: System & { entitlements: string; entitlementsInherit: string };
  linux: System & { desktop: { entry: Record<string, string> } };
  deb: { afterInstall: string; afterRemove: string };
  rpm: { afterInstall: string; afterRemove: string };
}
interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}
interface Workflow {
  on: unknown;
  jobs: Record<string, { strategy?: { matrix: { include: { os: string; targets: string }[] } }; steps: Step[] }>;
}

const text = (path: string) => readFileSync(inRoot(...path.split('/')), 'utf8');
const bytes = (path: string) => readFileSync(inRoot(...path.split('/')));
const builder = load(text('electron-builder.yml')) as Configuration;
const workflow = (name: string) => load(text(`.github/workflows/${name}.yml`)) as Workflow;
const names = (targets: Target[]) => targets.map((target) => (typeof target === 'string' ? target : target.target));

describe('the packages', () => {
  it('are those of three systems', () => {
    expect(names(builder.linux.target)).toEqual(['AppImage', 'tar.gz', 'deb', 'rpm']);
    expect(names(builder.mac.target)).toEqual(['dmg', 'zip']);
    expect(names(builder.win.target)).toEqual(['nsis', 'portable']);
    for (const target of builder.mac.target) expect(target).toMatchObject({ arch: ['universal'] });
  });

  it('are described in keys and values that electron-builder knows, for every system', async () => {
    const check = (configuration: object) => validateConfiguration(configuration, { isEnabled: false } as DebugLogger);
    await check(builder);
    for (const part of ['linux', 'deb', 'rpm', 'mac', 'win', 'nsis', 'portable', 'electronFuses'] as const) {
      const spoiled = {
        ...builder,
        [part]: { ...(builder as Partial<Record<typeof part, object>>)[part], noSuchKey: 1 },
      };
      await expect(check(spoiled), part).rejects.toThrow(`configuration.${part}`);
    }
  });

  it('are made on Linux in an order in which none takes another for its own', () => {
    // deb and rpm write into the shared folder that the system updates them.
    const [include] = workflow('release').jobs.package?.strategy?.matrix.include ?? [];
    for (const targets of [names(builder.linux.target), include?.targets.split(' ').slice(1, -1) ?? []])
      expect(targets).toEqual(['AppImage', 'tar.gz', 'deb', 'rpm']);
  });

  it('name files that exist', () => {
    const { win, mac, linux, deb, rpm, afterExtract, extraResources } = builder;
    const named = [win.icon, mac.icon, linux.icon, mac.entitlements, mac.entitlementsInherit, afterExtract];
    named.push(deb.afterInstall, deb.afterRemove, rpm.afterInstall, rpm.afterRemove);
    for (const path of named) expect(existsSync(inRoot(path)), path).toBe(true);
    for (const { from, filter } of extraResources)
      for (const pattern of filter) expect(existsSync(inRoot(from, pattern.replace('/**', ''))), pattern).toBe(true);
    for (const pattern of builder.files.filter((one) => /^node_modules/.test(one))) {
      const [, folder = '', list = ''] = /^(.*?)\/\{(.*)\}$/.exec(pattern) ?? [];
      for (const file of list.split(',').filter((one) => !one.includes('*')))
        expect(existsSync(inRoot(folder, file)), join(folder, file)).toBe(true);
    }
  });

  it('have an icon of every size', () => {
    for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512]) {
      const png = bytes(`resources/icons/${size}x${size}.png`);
      expect(png.toString('latin1', 1, 4)).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], String(size)).toEqual([size, size]);
    }
    const ico = bytes(builder.win.icon);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => ico.readUInt8(6 + 16 * at) || 256);
    expect(sizes).toEqual(expect.arrayContaining([16, 32, 48, 256]));
    const icns = bytes(builder.mac.icon);
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    const kinds = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) kinds.push(icns.toString('latin1', at, at + 4));
    // 128, 256 and 512 points, and 16, 32, 128, 256 and 512 at twice the density, which macOS draws the others from.
    expect(kinds.sort()).toEqual(['ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14']);
  });

  it('have on Windows the name by which the application asks for notices', () => {
    expect(text('electron/desktop/instance.ts')).toContain(`APP_ID = '${builder.appId}'`);
  });

  it('stand in the menu of a Linux desktop under one category, found by what they do', () => {
    const { entry } = builder.linux.desktop;
    expect(builder.linux.category).toBe('Utility');
    expect(entry.Name).toBe('Belfry');
    expect(entry.Keywords).toMatch(/^([a-z]+;)+$/);
    expect(builder.protocols).toEqual([expect.objectContaining({ schemes: ['belfry'] })]);
  });

  it('may on macOS do what V8 and jobs need, under the hardened runtime, and no more', () => {
    expect(builder.mac).toMatchObject({ hardenedRuntime: true, notarize: true });
    const granted = plist.parse(text(builder.mac.entitlements)) as Record<string, boolean>;
    expect(Object.keys(granted).map((key) => key.replace('com.apple.security.', ''))).toEqual([
      'cs.allow-jit',
      'cs.allow-dyld-environment-variables',
      'cs.disable-library-validation',
      'automation.apple-events',
    ]);
    expect(Object.values(granted).every((value) => value === true)).toBe(true);
  });
});

describe('the hosted workflows', () => {
  const steps = (name: string) => Object.values(workflow(name).jobs).flatMap((job) => job.steps);
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

  it.each(['ci', 'release'])('%s: every step runs something that exists', (name) => {
    expect(workflow(name).on).toBeTypeOf('object');
    for (const { uses, run = '' } of steps(name)) {
      expect(uses !== undefined || run !== '').toBe(true);
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
      for (const [, script = ''] of run.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script]);
      for (const [, path = ''] of run.matchAll(/(?:node |^)((?:electron|\.ci)\/\S+)/g))
        expect(existsSync(inRoot(path)), path).toBe(true);
    }
  });

  it('the release makes every package of the configuration, and keeps what is made', () => {
    const asked = workflow('release').jobs.package?.strategy?.matrix.include ?? [];
    for (const [system, os, flag] of [
      ['linux', 'ubuntu-latest', '--linux'],
      ['mac', 'macos-latest', '--mac'],
      ['win', 'windows-latest', '--win'],
    ] as const) {
      const { targets = '' } = asked.find((one) => one.os === os) ?? {};
      expect(targets.split(' ').slice(0, 1)).toEqual([flag]);
      expect(targets.split(' ')).toEqual(expect.arrayContaining(names(builder[system].target)));
    }
    const kept = steps('release').find(({ uses }) => uses?.startsWith('actions/upload-artifact'))?.with?.path ?? '';
    for (const ending of ['AppImage', 'deb', 'rpm', 'tar.gz', 'dmg', 'zip', 'exe', 'blockmap'])
      expect(kept).toContain(`release/*.${ending}`);
    expect(kept).toContain('release/latest*.yml');
    expect(steps('release').some(({ run }) => run?.includes('sha256sum'))).toBe(true);
  });

  it('the release gives the variables that packaging reads, and no secret in the open', () => {
    const { env = {} } = steps('release').find(({ run }) => run?.startsWith('npm run package')) ?? {};
    const told = text('electron/dev/package.mjs');
    for (const [name, value] of Object.entries(env)) {
      expect(told, name).toContain(name);
      expect(value, name).toMatch(/^\$\{\{ .* \}\}/);
    }
    expect(Object.keys(env)).toEqual(
      expect.arrayContaining(['BELFRY_UPDATE_URL', 'CSC_LINK', 'WIN_CSC_LINK', 'APPLE_ID']),
    );
  });
});
