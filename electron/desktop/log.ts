import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import log from 'electron-log/node';

/** Bytes of one log file, and how many older ones are kept. */
const FILE_BYTES = 1024 * 1024;
const OLDER = 3;

export interface Log {
  /** A line for the record. */
  note(line: string): void;
  /** Something went wrong that nobody else is told of. */
  report(error: unknown): void;
  readonly path: string;
}

/** Opens `logs/belfry.log` in the data folder; full files become `belfry.1.log` and so on. The terminal sees the same, where
 * wanted. `mask` takes out of errors what must not be read. */
export function openLog(
  dataFolder: string,
  { fileBytes = FILE_BYTES, terminal = true, mask = (said: string) => said } = {},
): Log {
  const path = join(dataFolder, 'logs', 'belfry.log');
  const instance = log.create({ logId: path });
  const { file, console: screen } = instance.transports;
  file.level = 'info';
  file.resolvePathFn = () => path;
  file.maxSize = fileBytes;
  file.archiveLogFn = () => rotate(path);
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.format = '{y}-{m}-{d} {h}:{i}:{s}.{ms} {z} {level} {text}';
  screen.level = terminal && 'info';
  screen.format = '{text}';
  return {
    path,
    note: (line) => instance.info(line),
    report: (error) => instance.error(mask(typeof error === 'string' ? error : inspect(error))),
  };
}

/** Each file takes the place of the next older one; synchronous, because the next line is written right after. */
function rotate(path: string): void {
  const numbered = (n: number) => (n === 0 ? path : path.replace(/\.log$/, `.${n}.log`));
  rmSync(numbered(OLDER), { force: true });
  for (let n = OLDER - 1; n >= 0; n--) {
    try {
      renameSync(numbered(n), numbered(n + 1));
    } catch {
      // There are not that many yet.
    }
  }
}
