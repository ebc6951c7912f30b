/** The bell under its roof, in the current colour. */
export function BelfryMark({ size = 16 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ flex: 'none' }}>
      <path
        d="M1.6 5.1 8 1.25l6.4 3.85"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="M8 5C6.2 5 5 6.35 5 8.1v1.3c0 1.25-.5 2.05-1.2 2.75-.3.32-.1.85.35.85h7.7c.45 0 .65-.53.35-.85C11.5 11.45 11 10.65 11 9.4V8.1C11 6.35 9.8 5 8 5Z"
        fill="currentColor"
      />
      <path d="M6.5 14h3a1.5 1.5 0 0 1-3 0Z" fill="currentColor" />
    </svg>
  );
}
