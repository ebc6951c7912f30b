import { Notification } from 'electron';
import type { Notice } from '#core/ports.ts';

export interface DesktopNoticeParts {
  show: (path: string) => void;
  runAgain: (runId: number) => void;
}

/** Shows notices of the desktop; one of a job takes the place of its older one. */
export function createDesktopNotices({ show, runAgain }: DesktopNoticeParts): (notice: Notice) => void {
  // Kept, because a notice that is collected no longer hears its click.
  const shown = new Map<number, Notification>();
  return ({ job, run, kind, title, body }) => {
    if (!Notification.isSupported()) throw new Error('This desktop shows no notices.');
    shown.get(job.id)?.close();
    const again = kind === 'failure' || kind === 'missed';
    const notice = new Notification({
      title,
      body: plain(body),
      // Only macOS shows buttons.
      actions: [{ type: 'button', text: 'Show' }, ...(again ? [{ type: 'button' as const, text: 'Run again' }] : [])],
      silent: kind === 'success' || kind === 'recovery',
    });
    const path = `/history?run=${run.id}`;
    notice.on('click', () => show(path));
    notice.on('action', (_event, index) => (index === 1 ? runAgain(run.id) : show(path)));
    notice.on('close', () => {
      if (shown.get(job.id) === notice) shown.delete(job.id);
    });
    shown.set(job.id, notice);
    notice.show();
  };
}

/** Says why what was asked for outside of the window was not done. */
export function tellRefusal(error: unknown): void {
  const body = error instanceof Error ? error.message : String(error);
  if (Notification.isSupported()) new Notification({ title: 'Belfry did not do it', body: plain(body) }).show();
}

/** Desktops on Linux read markup in the body of a notice; what a program said must show as it is. */
const plain = (text: string) =>
  process.platform === 'linux' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
