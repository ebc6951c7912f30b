import { answers, waitFor } from './belfry.ts';
import { MOCK, openBus } from './private-bus.ts';

const LOGIN = {
  name: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1',
  face: 'org.freedesktop.login1.Manager',
};
const POWER = {
  name: 'org.freedesktop.PowerManagement',
  path: '/org/freedesktop/PowerManagement/Inhibit',
  face: 'org.freedesktop.PowerManagement.Inhibit',
};

/** A login manager and a power manager on a message bus of their own, as programs meet them on a desktop. */
export interface LoginManager {
  env: Record<string, string>;
  /** What is held back now, such as `shutdown` or `sleep`; each lock is a file descriptor that its holder keeps open. */
  heldBack(): Promise<string[]>;
  /** Tells everybody that the system goes down or to sleep (`on`), or has come back. */
  tell(signal: 'PrepareForShutdown' | 'PrepareForSleep', on: boolean): Promise<void>;
  /** Calls of the power manager so far: `Inhibit`, `UnInhibit`. */
  powerCalls(): Promise<string[]>;
  close(): Promise<void>;
}

/** @throws when one of them does not come up */
export async function openLoginManager(): Promise<LoginManager> {
  const { env: address, mock, call, close } = await openBus();
  const env = { ...address, XDG_CURRENT_DESKTOP: 'XFCE' };
  mock('--system', '--template', 'logind');
  mock(POWER.name, POWER.path, POWER.face);
  const heldBack = async () =>
    [...(await call(LOGIN, `${LOGIN.face}.ListInhibitors`)).matchAll(/\('([\w:]+)', /g)].map(([, what]) =>
      String(what),
    );
  try {
    await waitFor(() => answers(heldBack()));
    const addMethod = async (name: string, takes: string, gives: string, code: string) =>
      call(POWER, `${MOCK}.AddMethod`, POWER.face, name, takes, gives, code);
    await waitFor(() => answers(addMethod('Inhibit', 'ss', 'u', 'ret = 7')));
    await addMethod('UnInhibit', 'u', '', '');
    await addMethod('HasInhibit', '', 'b', 'ret = False');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ env, heldBack, close },
    tell: async (signal, on) => void (await call(LOGIN, `${MOCK}.EmitSignal`, LOGIN.face, signal, 'b', `[<${on}>]`)),
    powerCalls: async () =>
      [...(await call(POWER, `${MOCK}.GetCalls`)).matchAll(/'(\w*Inhibit)', /g)].map(([, name]) => String(name)),
  };
}
