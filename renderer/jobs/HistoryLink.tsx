import { Link } from 'wouter';
import styles from './detail.module.css';
import { words } from './text.ts';

/** To a job's whole history. */
export function HistoryLink({ id }: { id: number }) {
  return (
    <Link href={`/history?job=${id}`} className={styles.link}>
      {words.allInHistory}
    </Link>
  );
}
