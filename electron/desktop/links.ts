import { app } from 'electron';
import { LINK_SCHEME, linkAmong } from './deep-link.ts';
import type { LaunchArguments } from './instance.ts';

export interface Links {
  /** Takes over what is asked from outside; what was asked before comes first. */
  follow(parts: LinkParts): void;
}

export interface LinkParts {
  open: (link: string) => void;
  show: () => void;
}

/**
 * Hears belfry:// links and further starts of Belfry for as long as it runs. A start takes a moment, and who clicks in it
 * must not be lost: what comes first, `first` included, waits until somebody follows.
 */
export function hearLinks(first: string | undefined): Links {
  // On Linux the package's desktop file says so; a checkout must not take links from an installed Belfry.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME);
  let parts: LinkParts | null = null;
  const waiting: (string | undefined)[] = first === undefined ? [] : [first];
  /** `undefined` asks for the window as it is. */
  const ask = (link: string | undefined) => {
    if (!parts) waiting.push(link);
    else if (link === undefined) parts.show();
    else parts.open(link);
  };
  app.on('second-instance', (_event, argv, _folder, said) => {
    const link = linkAmong(argv);
    const { hidden } = (said ?? {}) as Partial<LaunchArguments>;
    // The desktop starts Belfry with the session, whether it runs already or not: that asks for no window.
    if (link !== undefined || !hidden) ask(link);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    ask(link);
  });
  app.on('activate', () => ask(undefined));
  return {
    follow: (given) => {
      parts = given;
      waiting.splice(0).forEach(ask);
    },
  };
}
