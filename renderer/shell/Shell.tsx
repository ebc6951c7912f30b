import type { ReactNode } from 'react';
import { onMac } from '../api.ts';
import { later } from '../later.ts';
import { useAnnouncement } from '../state/announce.ts';
import { type Overlay, showOverlay, useOverlay } from '../state/overlay.ts';
import { Toaster } from '../ui/Toaster.tsx';
import { CaptionButtons } from './CaptionButtons.tsx';
import { Sidebar } from './Sidebar.tsx';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';

const CheatSheet = later('CheatSheet', ({ opened }) => opened);
const Palette = later('Palette', ({ opened }) => opened);
const ExportDialog = later('ExportDialog');
const ImportChooser = later('ImportChooser');
const PauseUntil = later('PauseUntil');
const RunWith = later('RunWith');

/** The frame of the window: navigation at left, a screen beside it. */
export function Shell({ children }: { children: ReactNode }) {
  useShortcuts();
  return (
    <div className={styles.shell} data-mac={onMac() || undefined}>
      <Sidebar />
      {children}
      {!onMac() && <CaptionButtons />}
      <Toaster />
      <Announcer />
      <Overlays />
    </div>
  );
}

function Overlays() {
  const overlay = useOverlay();
  const close = () => showOverlay(null);
  return (
    <>
      <Palette opened={overlay === 'palette'} />
      <CheatSheet opened={overlay === 'keys'} />
      {overlay === 'import' && <ImportChooser onClose={close} />}
      <OfJobs overlay={overlay} onClose={close} />
    </>
  );
}

/** Dialogs about jobs that were chosen somewhere else. */
function OfJobs({ overlay, onClose }: { overlay: Overlay; onClose: () => void }) {
  if (overlay === null || typeof overlay === 'string') return null;
  if ('export' in overlay) return <ExportDialog jobs={overlay.export} onClose={onClose} />;
  if ('pauseUntil' in overlay) return <PauseUntil jobs={overlay.pauseUntil} onClose={onClose} />;
  return <RunWith job={overlay.runWith} again={overlay.again ?? null} onClose={onClose} />;
}

function Announcer() {
  return (
    <div className="unseen" aria-live="polite" data-testid="announcer">
      {useAnnouncement()}
    </div>
  );
}
