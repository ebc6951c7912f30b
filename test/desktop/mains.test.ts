import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onLinuxMains } from '#desktop/mains.ts';
import { tempFolder } from '../support/temp.ts';

type Supply = Record<string, string>;
const charger = (online: string, type = 'Mains'): Supply => ({ type, online });
const battery = (status: string, more: Supply = {}): Supply => ({ type: 'Battery', status, ...more });

async function folderOf(supplies: Supply[]): Promise<string> {
  const folder = await tempFolder();
  for (const [at, supply] of supplies.entries()) {
    await mkdir(join(folder, `supply${at}`));
    for (const [field, word] of Object.entries(supply))
      await writeFile(join(folder, `supply${at}`, field), `${word}\n`);
  }
  return folder;
}

describe('mains power, on Linux', () => {
  it.each<[string, Supply[], boolean]>([
    ['a desktop, which lists nothing', [], true],
    ['a charger that is in', [charger('1'), battery('Charging')], true],
    ['a charger that is in, the battery not charged further', [charger('1'), battery('Not charging')], true],
    ['a charger that is out', [charger('0'), battery('Discharging')], false],
    ['just pulled out', [charger('0'), battery('Full')], false],
    ['a charger at one of two USB ports', [charger('0', 'USB'), charger('1', 'USB'), battery('Charging')], true],
    ['a charger that changes its voltage', [charger('2', 'USB'), battery('Charging')], true],
    ['USB ports with nothing in, on a desktop', [charger('0', 'USB')], true],
    ['no charger listed, discharging', [battery('Discharging')], false],
    ['no charger listed, charging', [battery('Charging')], true],
    ['no charger listed, full', [battery('Full')], true],
    ['a charger that is not listed, USB ports empty', [charger('0', 'USB'), battery('Charging')], true],
    ['two batteries, one of them in use', [charger('0'), battery('Unknown'), battery('Discharging')], false],
    ['the battery of a mouse', [battery('Discharging', { scope: 'Device' })], true],
    [
      'the battery of a mouse, beside one that is in use',
      [battery('Charging', { scope: 'Device' }), battery('Discharging')],
      false,
    ],
  ])('%s', async (_name, supplies, expected) => expect(onLinuxMains(await folderOf(supplies))).toBe(expected));

  it('is taken for granted where there is no list', () => expect(onLinuxMains('/nowhere')).toBe(true));
});
