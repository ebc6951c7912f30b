import '../ui/failure.css';
import { restoreJob } from '../state/actions.ts';
import { Button } from '../ui/Button.tsx';
import styles from './detail.module.css';
import { words } from './text.ts';

/** In the place of a job that is not there: deleted meanwhile, or an old link. From the Trash it can be taken back. */
export function GonePane({ id, onClose }: { id: number; onClose: () => void }) {
  return (
    <aside className={styles.pane} aria-label={words.gone}>
      <div className="gone-pane" role="alert">
        <h2 className="section-title">{words.gone}</h2>
        <p>{words.goneWhy}</p>
        <div>
          <Button onClick={() => void restoreJob({ id, name: words.theJob })}>{words.takeBack}</Button>
          <Button onClick={onClose}>{words.closePanel}</Button>
        </div>
      </div>
    </aside>
  );
}
