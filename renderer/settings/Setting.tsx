import type { ReactNode } from 'react';

/** Settings of one subject. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {children}
    </section>
  );
}

/** One line: what it is at left, its control at right. */
export function Setting({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="setting">
      <div className="two">
        <div>{label}</div>
        {note && <div className="meta note">{note}</div>}
      </div>
      {children}
    </div>
  );
}
