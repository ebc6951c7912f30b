import type { ReactNode } from 'react';
import { type Mark, tone } from './mark.ts';
import { text } from './text.ts';

const round = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const CIRCLE = 2 * Math.PI * 5.4;
/** Length of the running arc where nothing says how far it is: 70 %. */
const UNKNOWN = 0.7;

/** A status as a shape first and a colour second, with its name for screen readers. `share` (0 to 1) fills the ring of a running one. */
export function StatusMark({ mark, share, label }: { mark: Mark; share?: number | undefined; label?: string | null }) {
  const name = label === undefined ? text.mark[mark] : label;
  const naming = name === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named, or hidden, by what is spread.
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      style={{ color: `var(--bf-${tone(mark)})`, flex: 'none' }}
      {...naming}
    >
      {shape(mark, share)}
    </svg>
  );
}

function shape(mark: Mark, share: number | undefined): ReactNode {
  switch (mark) {
    case 'succeeded':
      return <path d="M3 7.4 5.8 10.2 11.2 4.3" stroke="currentColor" strokeWidth="1.7" {...round} />;
    case 'failed':
      return (
        <>
          <rect x=".75" y=".75" width="12.5" height="12.5" rx="3.4" fill="currentColor" />
          <path d="m4.7 4.7 4.6 4.6m0-4.6L4.7 9.3" stroke="var(--bf-canvas)" strokeWidth="1.6" strokeLinecap="round" />
        </>
      );
    case 'timed-out':
      return (
        <>
          <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="3" stroke="currentColor" strokeWidth="1.5" />
          <path d="M7 4.2V7.3l1.9 1.2" stroke="currentColor" strokeWidth="1.5" {...round} />
        </>
      );
    case 'running':
      return <Ring share={share ?? UNKNOWN} />;
    case 'late':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" stroke="currentColor" strokeWidth="1.5" />
          <path d="M7 4v3.2l2 1.3" stroke="currentColor" strokeWidth="1.5" {...round} />
        </>
      );
    case 'missed':
      return <path d="M11.9 8.6A5.4 5.4 0 1 1 6.1 1.6a4.5 4.5 0 0 0 5.8 7Z" fill="currentColor" />;
    case 'skipped':
      return (
        <>
          <circle cx="7" cy="7" r="5.4" stroke="currentColor" strokeWidth="1.5" />
          <path d="m3.3 10.7 7.4-7.4" stroke="currentColor" strokeWidth="1.5" />
        </>
      );
    case 'stopped':
      return (
        <>
          <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="3" stroke="currentColor" strokeWidth="1.5" />
          <rect x="4.7" y="4.7" width="4.6" height="4.6" rx="1" fill="currentColor" />
        </>
      );
    case 'waiting':
      return <circle cx="7" cy="7" r="5.4" stroke="currentColor" strokeWidth="1.5" strokeDasharray="1.4 1.99" />;
    case 'paused':
      return (
        <>
          <rect x="3" y="2.2" width="2.7" height="9.6" rx="1.1" fill="currentColor" />
          <rect x="8.3" y="2.2" width="2.7" height="9.6" rx="1.1" fill="currentColor" />
        </>
      );
    case 'heads-up':
      return (
        <>
          <path d="M7 1.6 13 12.2H1Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
          <path d="M7 5.4v3" stroke="var(--bf-canvas)" strokeWidth="1.4" strokeLinecap="round" />
          <circle cx="7" cy="10.4" r=".8" fill="var(--bf-canvas)" />
        </>
      );
  }
}

function Ring({ share }: { share: number }) {
  const filled = Math.min(1, Math.max(0.04, share)) * CIRCLE;
  return (
    <>
      <circle cx="7" cy="7" r="5.4" stroke="currentColor" strokeOpacity=".28" strokeWidth="1.7" />
      <circle
        cx="7"
        cy="7"
        r="5.4"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap={share < 1 ? 'round' : 'butt'}
        strokeDasharray={`${filled} ${CIRCLE}`}
        transform="rotate(-90 7 7)"
      />
    </>
  );
}
