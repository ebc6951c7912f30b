import type { RestorePlan } from '#contract/backup.ts';
import { Ask } from '../ui/Ask.tsx';
import { backupText } from './kept-text.ts';
import { planRows } from './plan.ts';

const text = backupText.ask;

/** What will change, before it does. */
export function RestoreQuestion(props: { plan: RestorePlan; onKeep: () => void; onGo: () => void }) {
  const { label } = props.plan;
  return (
    <Ask
      title={text.title(label?.madeAt ?? null)}
      detail={text.detail}
      keep={text.keep}
      go={text.go}
      onKeep={props.onKeep}
      onGo={props.onGo}
    >
      <dl className="kept-plan">
        {planRows(props.plan).map(([name, said]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </Ask>
  );
}
