const STOP = 'set -e\n';
/** Shells that know `set -e` for "stop at the first error". */
const KNOWING = ['bash', 'zsh', 'sh', 'dash', 'ksh', 'mksh', 'ash'];

/** A command of several lines as it is shown: without the first line that makes it stop at the first error. */
export function readStop(line: string): { line: string; stops: boolean } {
  const stops = line.startsWith(STOP);
  return { line: stops ? line.slice(STOP.length) : line, stops };
}

/** The command with the line that makes it stop, where that is wanted of it. */
export const writeStop = (line: string, stops: boolean): string => (stops && line.trim() !== '' ? STOP + line : line);

/** "bash" of "/usr/bin/bash"; null where none is known. */
export function shellName(shell: string | undefined): string | null {
  const name = shell?.split(/[/\\]/).at(-1) ?? '';
  return name === '' || name === 'registry' ? null : name;
}

export const canStopLine = (shell: string | null): boolean => shell !== null && KNOWING.includes(shell);
