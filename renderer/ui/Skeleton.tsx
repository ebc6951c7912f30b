import { useEffect, useState } from 'react';
import styles from './ui.module.css';

/** Rows of real height while something loads; nothing for the first 100 ms. */
export function SkeletonRows({ rows, height }: { rows: number; height: number }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 100);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike.
        <div key={at} className={styles.skeletonRow} style={{ height }}>
          <span style={{ width: `${28 + ((at * 37) % 34)}%` }} />
        </div>
      ))}
    </div>
  );
}
