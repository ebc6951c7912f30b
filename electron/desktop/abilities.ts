import { choose } from './choose.ts';
import { computer, desktopChecks } from './health.ts';
import type { SavedOutput } from './saved-output.ts';
import type { MainWindow } from './window.ts';

export interface AbilityParts {
  dataFolder: string;
  window: MainWindow;
  savedOutput: SavedOutput;
  quit: () => void;
}

/** What only the desktop can do, for requests. */
export function createAbilities({ dataFolder, window, savedOutput, quit }: AbilityParts) {
  const { saveFile, openFile } = savedOutput;
  return {
    ...{ choose, computer, saveFile, openFile, quit },
    ...{ show: window.show, controlWindow: window.control },
    checks: () => desktopChecks(dataFolder),
  };
}
