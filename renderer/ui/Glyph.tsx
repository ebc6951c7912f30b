import type { ReactNode } from 'react';

export type GlyphName =
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'running'
  | 'late'
  | 'missed'
  | 'skipped'
  | 'stopped'
  | 'waiting'
  | 'paused'
  | 'heads-up';

const CIRCUMFERENCE = 2 * Math.PI * 5.4;
const stroke = { strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

function shape(name: GlyphName, share: number): ReactNode {
  switch (name) {
    case 'succeeded':
      return <path d="M3 7.4 5.8 10.2 11.2 4.3" stroke="var(--bf-ok)" {...stroke} strokeWidth="1.7" />;
    case 'failed':
      return (
        <>
          <rect x=".75" y=".75" width="12.5" height="12.5" rx="3.4" fill="var(--bf-fail)" />
          <path d="m4.7 4.7 4.6 4.6m0-4.6L4.7 9.3" stroke="var(--bf-canvas)" strokeWidth="1.6" strokeLinecap="round" />
        </>
      );
    case 'timed-out':
      return (
        <>
          <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="3" stroke="var(--bf-fail)" strokeWidth="1.5" />
          <path d="M7 4.2V7.3l1.9 1.2" stroke="var(--bf-fail)" {...stroke} />
        </>
      );
    case 'running':
      return (
        <>
          <circle cx="7" cy="7" r="5.4" stroke="var(--bf-run)" strokeOpacity=".28" strokeWidth="1.7" />
          <circle
            cx="7"
            cy="7"
            r="5.4"
            stroke="var(--bf-run)"
            strokeWidth="1.7"
            strokeLinecap="round"
            strokeDasharray={`${CIRCUMFERENCE * share} ${CIRCUMFERENCE}`}
            transform="rotate(-90 7 7)"
          />
        </>
      );
    case 'late':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" stroke="var(--bf-late)" strokeWidth="1.5" />
          <path d="M7 4v3.2l2 1.3" stroke="var(--bf-late)" {...stroke} />
        </>
      );
    case 'missed':
      return <path d="M11.9 8.6A5.4 5.4 0 1 1 6.1 1.6a4.5 4.5 0 0 0 5.8 7Z" fill="var(--bf-late)" />;
    case 'skipped':
      return (
        <>
          <circle cx="7" cy="7" r="5.4" stroke="var(--bf-idle)" strokeWidth="1.5" />
          <path d="m3.3 10.7 7.4-7.4" stroke="var(--bf-idle)" strokeWidth="1.5" />
        </>
      );
    case 'stopped':
      return (
        <>
          <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="3" stroke="var(--bf-idle)" strokeWidth="1.5" />
          <rect x="4.7" y="4.7" width="4.6" height="4.6" rx="1" fill="var(--bf-idle)" />
        </>
      );
    case 'waiting':
      return <circle cx="7" cy="7" r="5.4" stroke="var(--bf-idle)" strokeWidth="1.5" strokeDasharray="1.4 1.99" />;
    case 'paused':
      return (
        <>
          <rect x="3" y="2.2" width="2.7" height="9.6" rx="1.1" fill="var(--bf-idle)" />
          <rect x="8.3" y="2.2" width="2.7" height="9.6" rx="1.1" fill="var(--bf-idle)" />
        </>
      );
    case 'heads-up':
      return (
        <>
          <path
            d="M7 1.6 13 12.2H1Z"
            fill="var(--bf-late)"
            stroke="var(--bf-late)"
            strokeWidth="1"
            strokeLinejoin="round"
          />
          <path d="M7 5.4v3" stroke="var(--bf-canvas)" strokeWidth="1.4" strokeLinecap="round" />
          <circle cx="7" cy="10.4" r=".8" fill="var(--bf-canvas)" />
        </>
      );
  }
}

/** A status by its shape. `label` is its text name ('' beside words that say it); `share` 0 to 1 fills the running ring. */
export function Glyph(props: { name: GlyphName; label?: string; share?: number; size?: number }) {
  const { name, label = name.replace('-', ' '), share = 0.7, size = 14 } = props;
  const naming = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': true } as const);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named or hidden above.
    <svg className="bf-glyph" width={size} height={size} viewBox="0 0 14 14" fill="none" {...naming}>
      {shape(name, share)}
    </svg>
  );
}

/** The bell under its roof. */
export function Mark({ size = 16 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className="bf-mark">
      <path d="M1.6 5.1 8 1.25l6.4 3.85" fill="none" stroke="currentColor" {...stroke} />
      <path
        d="M8 5C6.2 5 5 6.35 5 8.1v1.3c0 1.25-.5 2.05-1.2 2.75-.3.32-.1.85.35.85h7.7c.45 0 .65-.53.35-.85C11.5 11.45 11 10.65 11 9.4V8.1C11 6.35 9.8 5 8 5Z"
        fill="currentColor"
      />
      <path d="M6.5 14h3a1.5 1.5 0 0 1-3 0Z" fill="currentColor" />
    </svg>
  );
}
