import { dialog } from 'electron';

const FILTERS = [
  { name: 'Belfry backups', extensions: ['sqlite'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's dialog for a copy of the ledger, or a folder for copies; null = nothing chosen. */
export async function choose(what: 'file' | 'folder'): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(
    what === 'file'
      ? { properties: ['openFile'], filters: FILTERS }
      : { properties: ['openDirectory', 'createDirectory'] },
  );
  return canceled ? null : (filePaths[0] ?? null);
}
