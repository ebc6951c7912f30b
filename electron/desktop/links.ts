import { app } from 'electron';
import { LINK_SCHEME, linkAmong } from './deep-link.ts';

/** Hears belfry:// links and further starts of Belfry for as long as it runs. */
export function setUpLinks(parts: { open: (link: string) => void; show: () => void }): void {
  // On Linux the package's desktop file says so; a checkout must not take links from an installed Belfry.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('second-instance', (_event, argv) => {
    const link = linkAmong(argv);
    if (link === undefined) parts.show();
    else parts.open(link);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    parts.open(link);
  });
  app.on('activate', parts.show);
}
