import { answers, waitFor } from './belfry.ts';
import { MOCK, openBus } from './private-bus.ts';

const NETWORK = {
  name: 'org.freedesktop.NetworkManager',
  path: '/org/freedesktop/NetworkManager',
  face: 'org.freedesktop.NetworkManager',
};

/** NMMetered of its reference. */
const METERED = { unknown: 0, yes: 1, no: 2, guessYes: 3, guessNo: 4 } as const;
export type Metered = keyof typeof METERED;

/** A network manager on a message bus of its own. */
export interface NetworkManager {
  env: Record<string, string>;
  setMetered(metered: Metered): Promise<void>;
  close(): Promise<void>;
}

/** @throws when it does not come up */
export async function openNetworkManager(metered: Metered): Promise<NetworkManager> {
  const { env, mock, call, close } = await openBus();
  mock('--system', NETWORK.name, NETWORK.path, NETWORK.face);
  const say = (method: string, value: Metered) =>
    call(NETWORK, method, NETWORK.face, 'Metered', `<uint32 ${METERED[value]}>`);
  try {
    await waitFor(() => answers(say(`${MOCK}.AddProperty`, metered)));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ env, close },
    setMetered: async (value) => void (await say('org.freedesktop.DBus.Properties.Set', value)),
  };
}
