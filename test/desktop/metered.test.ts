import { describe, expect, it } from 'vitest';
import { createMetered, isCostly } from '#desktop/metered.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A network that says so when it is asked; the questions are answered one by one. */
function setUp() {
  const world = { network: 'wlan0 192.168.1.2', now: 0, told: 0 };
  const questions: { answer: (metered: boolean) => void; refuse: () => void }[] = [];
  const ask = () =>
    new Promise<boolean>((answer, reject) => void questions.push({ answer, refuse: () => reject(new Error()) }));
  const { metered, onTold } = createMetered(
    { ask, freshMs: 10 * SECOND },
    () => world.network,
    () => world.now,
  );
  onTold(() => void world.told++);
  const settle = async (say: (question: (typeof questions)[number]) => void) => {
    for (const question of questions.splice(0)) say(question);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { world, questions, metered, settle };
}

describe('whether the network is metered', () => {
  it('is asked once, when somebody wants to know, and told', async () => {
    const { world, questions, metered, settle } = setUp();
    expect(questions).toHaveLength(0);
    expect([metered(), metered()]).toEqual([null, null]);
    expect(questions).toHaveLength(1);
    await settle(({ answer }) => answer(true));
    expect(world.told).toBe(1);
    expect(metered()).toBe(true);
    expect(questions).toHaveLength(0);
  });

  it('is asked again in time, and held true meanwhile; after long, nothing is known', async () => {
    const { world, questions, metered, settle } = setUp();
    metered();
    await settle(({ answer }) => answer(true));
    world.now += MINUTE;
    expect(metered()).toBe(true);
    expect(questions).toHaveLength(1);
    await settle(({ answer }) => answer(false));
    expect(metered()).toBe(false);
    world.now += 11 * MINUTE;
    expect(metered()).toBeNull();
  });

  it.each([
    ['on another network', { network: 'usb0 192.168.42.7' }],
    ['under a clock set back', { now: -60 * MINUTE }],
  ])('is asked anew %s', async (_name, changes) => {
    const { world, metered, settle } = setUp();
    metered();
    await settle(({ answer }) => answer(false));
    expect(metered()).toBe(false);
    Object.assign(world, changes);
    expect(metered()).toBeNull();
    await settle(({ answer }) => answer(true));
    expect(metered()).toBe(true);
  });

  it('of a network that came while another was asked about, is not known yet', async () => {
    const { world, metered, settle } = setUp();
    metered();
    world.network = 'usb0 192.168.42.7';
    await settle(({ answer }) => answer(false));
    expect(metered()).toBeNull();
  });

  it('counts as no where the system does not tell', async () => {
    const { metered, settle } = setUp();
    metered();
    await settle(({ refuse }) => refuse());
    expect(metered()).toBe(false);
    expect(createMetered(null).metered()).toBe(false);
  });
});

describe('what Windows says', () => {
  it.each([
    ['Unrestricted False\r\n', false],
    ['Fixed False\r\n', true],
    ['Variable False\r\n', true],
    ['Unrestricted True\r\n', true],
    ['Unknown False\r\n', false],
    ['', false],
  ])('%j', (said, costly) => expect(isCostly(said)).toBe(costly));
});
