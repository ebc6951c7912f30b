import { createContext, useContext } from 'react';
import { fold, wordsOf } from '../palette/rank.ts';

/** What of the settings is shown: rows that hold all words of `find`, and the one that was led to. */
export interface Sought {
  find: string;
  at: string | null;
}

export const SoughtContext = createContext<Sought>({ find: '', at: null });
export const useSought = (): Sought => useContext(SoughtContext);

/** Whether texts hold every word that is looked for. */
export function holds(find: string, ...texts: readonly (string | undefined)[]): boolean {
  const said = fold(texts.filter(Boolean).join('\n'));
  return wordsOf(find).every((word) => said.includes(word));
}
