import { Notification } from 'electron';
import type { DeskNotice } from '#core/ports.ts';

export interface DesktopNoticeParts {
  show: (path: string) => void;
  runAgain: (runId: number) => void;
}

/** Shows notices of the desktop; one takes the place of the older one with its key. */
export function createDesktopNotices({ show, runAgain }: DesktopNoticeParts): (notice: DeskNotice) => void {
  // Kept, because a notice that is collected no longer hears its click.
  const shown = new Map<string, Notification>();
  return ({ key, title, body, path, again, silent }) => {
    if (!Notification.isSupported()) throw new Error('This desktop shows no notices.');
    shown.get(key)?.close();
    const notice = new Notification({
      title,
      body: plain(body),
      // Linux shows no buttons.
      actions: ['Show', ...(again === null ? [] : ['Run again'])].map((text) => ({ type: 'button', text })),
      silent,
    });
    notice.on('click', () => show(path));
    notice.on('action', (_event, index) => (index === 1 && again !== null ? runAgain(again) : show(path)));
    notice.on('close', () => {
      if (shown.get(key) === notice) shown.delete(key);
    });
    shown.set(key, notice);
    notice.show();
  };
}

/** Says why what was asked for outside of the window was not done. */
export function tellRefusal(error: unknown): void {
  const body = error instanceof Error ? error.message : String(error);
  if (Notification.isSupported()) new Notification({ title: 'Belfry did not do it', body: plain(body) }).show();
}

/** Says, once, that Belfry goes on and how it is seen again: for a window that closes where no icon says so. */
export function createParting(show: () => void): () => void {
  let notice: Notification | null = null;
  return () => {
    if (notice || !Notification.isSupported()) return;
    notice = new Notification({ title: 'Belfry goes on', body: 'Jobs ring as before. Start Belfry again to see it.' });
    notice.on('click', show);
    notice.show();
  };
}

/** Desktops on Linux read markup in the body of a notice; what a program said must show as it is. */
const plain = (text: string) =>
  process.platform === 'linux' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
