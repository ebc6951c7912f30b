import './no-eval.ts';

// What the first screen does without: read when the window has shown it, or where another comes first.
export { EditorScreen } from './editor/EditorScreen.tsx';
export { ExportDialog } from './exchange/ExportDialog.tsx';
export { ImportChooser } from './exchange/ImportChooser.tsx';
export { HistoryScreen } from './history/HistoryScreen.tsx';
export { JobsScreen } from './jobs/JobsScreen.tsx';
export { RunWith } from './jobs/RunWith.tsx';
export { CheatSheet } from './keys/CheatSheet.tsx';
export { FirstStart } from './now/FirstStart.tsx';
export { Palette } from './palette/Palette.tsx';
export { SettingsScreen } from './settings/SettingsScreen.tsx';
export { PauseUntil } from './shell/PauseUntil.tsx';
