import type { Handlers } from '#contract/api.ts';
import { pauseEnd, type TrayAction } from './tray-menu.ts';

export interface TrayClickParts {
  handlers: Handlers;
  show: (path: string) => void;
  quit: () => Promise<void>;
  /** Epoch ms. */
  now: () => number;
  /** Tells a person why what they asked for was not done. */
  refuse: (error: unknown) => void;
}

/** Does what a line of the tray's menu stands for; what is refused is told. */
export function createTrayClicks(parts: TrayClickParts): (action: TrayAction) => void {
  return (action) => void act(action, parts).catch(parts.refuse);
}

async function act(action: TrayAction, { handlers, show, quit, now }: TrayClickParts): Promise<void> {
  switch (action.do) {
    case 'run':
      return void (await handlers['jobs.run']({ job: action.jobId }));
    case 'skip':
      return void (await handlers['jobs.skipNext']({ job: action.jobId }));
    case 'stop':
      return void (await handlers['runs.stop']({ id: action.runId }));
    case 'seen':
      for (const key of action.keys) await handlers['attention.dismiss']({ key });
      return;
    case 'pause':
      return void (await handlers['scheduler.pause']({ until: pauseEnd(action.length, now()) }));
    case 'resume':
      return void (await handlers['scheduler.resume']({}));
    case 'update':
      return void (await handlers['update.take'](undefined));
    case 'show':
      return show(action.path);
    case 'quit':
      return quit();
  }
}
