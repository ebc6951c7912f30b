import './bridge.ts';
import '@fontsource-variable/inter/opsz.css';
import '@fontsource-variable/jetbrains-mono';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Paper.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/ansi.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { readRest } from './later.ts';
import { connectEvents } from './state/events.ts';
import { navigate } from './state/navigation.ts';
import { showOverlay } from './state/overlay.ts';
import { client, jobsQuery, schedulerQuery, settingsQuery } from './state/queries.ts';

/** The rest of the program is read when nothing else is to be done, and after so long (ms) at the latest. */
const REST_MS = 1_000;
/** Asked for from the tray, and no screen: it leaves the one that is there as it is. */
const PAUSE = '/pause';
const askPauseEnd = () => showOverlay({ pauseUntil: null });

connectEvents(window.belfry, client);
window.belfry.on('window.navigate', ({ path }) => (path === PAUSE ? askPauseEnd() : navigate(path)));
if (location.pathname === PAUSE) {
  navigate('/', { replace: true });
  askPauseEnd();
}

// What the frame of the window shows beside every screen is on its way while that is drawn. The theme is known by then: the
// main process makes it the page's system theme before it shows the window.
void client.prefetchQuery(settingsQuery);
void client.prefetchQuery(schedulerQuery);
void client.prefetchQuery(jobsQuery);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
requestIdleCallback(() => void readRest(), { timeout: REST_MS });
