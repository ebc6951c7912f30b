// What the first screen does without: read when the window has shown it, or where another comes first.
export { EditorScreen } from './editor/EditorScreen.tsx';
export { HistoryScreen } from './history/HistoryScreen.tsx';
export { JobsScreen } from './jobs/JobsScreen.tsx';
export { CheatSheet } from './keys/CheatSheet.tsx';
export { Palette } from './palette/Palette.tsx';
export { SettingsScreen } from './settings/SettingsScreen.tsx';
