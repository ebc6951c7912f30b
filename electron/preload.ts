import { contextBridge, ipcRenderer } from 'electron';
import type { EventName, Reply } from '#contract/api.ts';
import type { BelfryWire } from '#contract/bridge.ts';
import type { ErrorBody } from '#contract/error.ts';

/** The names alone: the contract's own map would bring zod into the page's process. The type keeps them complete. */
const EVENTS: Record<EventName, true> = {
  'job.changed': true,
  'job.removed': true,
  'runs.changed': true,
  'runs.removed': true,
  'run.output': true,
  'test.output': true,
  'test.ended': true,
  'scheduler.changed': true,
  'settings.changed': true,
  'clock.jumped': true,
  'secrets.changed': true,
  'backups.changed': true,
  'update.changed': true,
  'ledger.replaced': true,
  'attention.changed': true,
  'window.navigate': true,
};

type Hear = Parameters<BelfryWire['on']>[1];
const listeners = new Map<string, Set<Hear>>();

ipcRenderer.on('belfry:event', (_event, name, payload) => {
  const heard = listeners.get(name);
  if (!heard || heard.size === 0) return;
  const json = JSON.stringify(payload ?? null);
  for (const listener of heard) listener(json);
});

async function ask(name: string, input: unknown): Promise<string> {
  try {
    return await ipcRenderer.invoke('belfry:request', name, input);
  } catch (error) {
    const reply: Reply<never> = {
      ok: false,
      error: unanswered(error instanceof Error ? error.message : String(error)),
    };
    return JSON.stringify(reply);
  }
}

/** What cannot be cloned never reaches the door; all else is refused there in its own words, unless nobody is there. */
function unanswered(message: string): ErrorBody {
  if (/could not be cloned/.test(message)) return { code: 'invalid', message: `This cannot be sent: ${message}` };
  const why = message.replace(/^Error invoking remote method '[^']*': (Error: )?/, '');
  return { code: 'unavailable', message: `Belfry did not answer (${why}). Try again, or quit Belfry and start it.` };
}

const wire: BelfryWire = {
  request: ask,
  on: (name, listener) => {
    if (!Object.hasOwn(EVENTS, name) || typeof listener !== 'function') return () => {};
    const heard = listeners.get(name) ?? new Set();
    listeners.set(name, heard);
    // A wrapper of its own, so that the same function may listen twice.
    const hear: Hear = (payload) => listener(payload);
    heard.add(hear);
    return () => heard.delete(hear);
  },
  platform: process.platform,
};

contextBridge.exposeInMainWorld('belfryWire', wire);
