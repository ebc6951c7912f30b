import { Fragment } from 'react';
import { onMac } from '../api.ts';
import { Keys } from '../ui/Keys.tsx';
import styles from './keys.module.css';
import { caps, type KeyEntry, keyTable, type Scope } from './table.ts';
import { words } from './text.ts';

const SCOPES = Object.keys(words.scope) as Scope[];

/** Every key by where it works. */
export function KeyList() {
  return (
    <>
      {SCOPES.map((scope) => (
        <section key={scope} className={styles.scope} aria-label={words.scope[scope]}>
          <h3 className="section-title">{words.scope[scope]}</h3>
          <dl>
            {keyTable
              .filter((entry) => entry.scope === scope)
              .map((entry) => (
                <Line key={entry.keys[0]} entry={entry} />
              ))}
          </dl>
          {scope === 'palette' && (
            <p className={styles.note}>{words.note.palette.replace('{mod}', onMac() ? '⌘' : 'Ctrl')}</p>
          )}
        </section>
      ))}
    </>
  );
}

/** Other spellings of one key (plus with and without Shift) are not listed; other keys are. */
const shown = ({ keys }: KeyEntry) => keys.filter((key, at) => at === 0 || !(key.startsWith('mod+') || key === '='));

function Line({ entry }: { entry: KeyEntry }) {
  return (
    <div className={styles.line}>
      <dt>{entry.label}</dt>
      <dd>
        {shown(entry).map((key, at) => (
          <Fragment key={key}>
            {at > 0 && <span className={styles.or}>{words.or}</span>}
            <Keys keys={caps(key)} />
          </Fragment>
        ))}
        <span className="unseen">{shown(entry).map(caps).join(` ${words.or} `)}</span>
      </dd>
    </div>
  );
}
