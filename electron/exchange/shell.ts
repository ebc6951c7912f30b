/** Words of a POSIX shell: quoting and taking apart. */

/** One word, whatever it holds. */
export const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const quoteAll = (words: readonly string[]): string => words.map(quote).join(' ');

/** The line gets `input` to read; how it ends is what the line says. */
export const withInput = (line: string, input: string): string => `printf '%s' ${quote(input)} | { ${line}\n}`;

/** Whether the shell understands POSIX words. */
export const isPosix = (shell: string): boolean => /(^|\/)(sh|bash|dash|ash|zsh|ksh|mksh|busybox)$/.test(shell);

/** A name for a command: the last part of its program, and what follows. */
export function commandName(line: string): string {
  const first = line.trimStart().slice(0, 300).split('\n', 1)[0]?.trim() ?? '';
  const short = first.replace(/^(?:cd\s+\S+\s*&&\s*)/, '').replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '');
  return (short || first).replace(/^\/\S*\/(?=[^/\s]+)/, '').replace(/\s*(?:>+|2>|&>)\s*.*$/, '');
}
