import { type ReactNode, useEffect, useRef } from 'react';
import { holds, useSought } from './search.ts';

/** Settings under one heading. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="settings-group" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {children}
    </section>
  );
}

interface Props {
  label: string;
  note?: ReactNode;
  /** Further words that find it. */
  words?: string;
  children: ReactNode;
}

/** One setting: what it is at left, its control at right. While something is looked for, it shows only if it matches. */
export function Setting({ label, note, words, children }: Props) {
  const { find, at } = useSought();
  const row = useRef<HTMLDivElement>(null);
  const here = at === label;
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: 'center' });
  }, [here]);
  if (!holds(find, label, typeof note === 'string' ? note : '', words)) return null;
  return (
    <div ref={row} className="setting" data-here={here || undefined}>
      <div className="two">
        <div>{label}</div>
        {note && <div className="meta note">{note}</div>}
      </div>
      {children}
    </div>
  );
}

/** The choices, and the value that is set where it is not among them. */
export const withSet = (offered: readonly number[], set: number): number[] =>
  [...new Set([...offered, set])].sort((a, b) => a - b);
