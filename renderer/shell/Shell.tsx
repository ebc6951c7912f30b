import type { ReactNode } from 'react';
import { onMac } from '../api.ts';
import { later } from '../later.ts';
import { useAnnouncement } from '../state/announce.ts';
import { useOverlay } from '../state/overlay.ts';
import { Toaster } from '../ui/Toaster.tsx';
import { CaptionButtons } from './CaptionButtons.tsx';
import { Sidebar } from './Sidebar.tsx';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';

const CheatSheet = later('CheatSheet', ({ opened }) => opened);
const Palette = later('Palette', ({ opened }) => opened);

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
  return (
    <>
      <Palette opened={overlay === 'palette'} />
      <CheatSheet opened={overlay === 'keys'} />
    </>
  );
}

function Announcer() {
  return (
    <div className="unseen" aria-live="polite" data-testid="announcer">
      {useAnnouncement()}
    </div>
  );
}
