import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BelfryCommand, bundleCommand, type Said } from './command.ts';
import { type Door, openDoor } from './open-door.ts';

/** For each test a door of its own, and the real command to knock with. */
export function belfryAtDoor() {
  const at = {} as { door: Door; command: BelfryCommand };
  beforeAll(async () => {
    at.command = await bundleCommand();
  });
  afterAll(() => at.command.remove());
  beforeEach(async () => {
    at.door = await openDoor();
  });
  afterEach(() => at.door.close());

  const belfry = (...args: string[]): Promise<Said> => at.command(args, { environment: { BELFRY_DATA: at.door.data } });
  /** The same with --json; what it said, read. */
  const json = async (...args: string[]) => {
    const { stdout, stderr, code } = await belfry(...args, '--json');
    return { code, value: JSON.parse(stdout || stderr) };
  };
  return { at, belfry, json };
}
