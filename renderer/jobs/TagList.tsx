import styles from './jobs.module.css';

/** Tags as small labels. */
export function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className={styles.tagList}>
      {tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          # {tag}
        </span>
      ))}
    </span>
  );
}
