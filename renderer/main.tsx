import './no-eval.ts';
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
import { ask } from './api.ts';
import { connectEvents } from './state/events.ts';
import { navigate } from './state/navigation.ts';
import { client, keys } from './state/queries.ts';

connectEvents(window.belfry, client);
window.belfry.on('window.navigate', ({ path }) => navigate(path));

// The theme is among the settings: drawn before they are known, the window would flash.
await client.prefetchQuery({ queryKey: keys.settings, queryFn: () => ask('settings.get') });

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
