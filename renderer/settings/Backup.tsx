import './kept.css';
import { useState } from 'react';
import type { BackupSettings, Backup as Copy, RestorePlan } from '#contract/backup.ts';
import { ask } from '../api.ts';
import { saveSettings } from '../state/actions.ts';
import { useBackups, useSettings } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { Switch } from '../ui/Switch.tsx';
import { refuse, toast } from '../ui/toasts.ts';
import { backupText as text } from './kept-text.ts';
import { RestoreQuestion } from './RestoreQuestion.tsx';

const KEEPS = [3, 7, 14, 30, 90];
const LONG_MS = 15_000;

/** Copies of jobs, history and settings: when they are made, where they are, and the way back. */
export function Backup() {
  const { data: settings } = useSettings();
  const { data: list, error, refetch } = useBackups();
  const [plan, setPlan] = useState<RestorePlan | null>(null);
  if (!list && error) return <Failure what={text.notListed} error={error} onAgain={() => void refetch()} />;
  if (!settings || !list) return <SkeletonRows rows={4} height={52} />;
  const inspect = (file: string) =>
    void ask('backup.inspect', { file }).then(setPlan, (error) => refuse(text.notRead, error));
  return (
    <>
      <Rules values={settings.backup} folder={list.folder} dailyAt={list.dailyAt} />
      {list.problem !== null && (
        <p className="kept-note fail" role="alert">
          {text.problem(list.problem)}
        </p>
      )}
      {list.backups.map((copy) => (
        <Row key={copy.file} copy={copy} onRestore={() => inspect(copy.file)} />
      ))}
      {list.backups.length === 0 && <p className="kept-note">{text.none}</p>}
      <div className="kept-foot">
        <Button small onClick={() => void backUp()}>
          {text.now}
        </Button>
        <Button
          small
          onClick={() => void ask('backup.choose', { what: 'file' }).then((file) => file !== null && inspect(file))}
        >
          {text.fromFile}
        </Button>
      </div>
      {plan && (
        <RestoreQuestion
          plan={plan}
          onKeep={() => setPlan(null)}
          onGo={() => {
            setPlan(null);
            void restore(plan.file);
          }}
        />
      )}
    </>
  );
}

async function backUp(): Promise<void> {
  try {
    const { file } = await ask('backup.create', {});
    toast({ tone: 'note', title: text.made(file) });
  } catch (error) {
    refuse(text.notMade, error);
  }
}

async function restore(file: string): Promise<void> {
  try {
    const { before } = await ask('backup.restore', { file });
    toast({ tone: 'note', title: text.restored(before) }, LONG_MS);
  } catch (error) {
    refuse(text.notRestored, error);
  }
}

function Rules(props: { values: BackupSettings; folder: string; dailyAt: number | null }) {
  const { values, folder } = props;
  const save = (changes: Partial<BackupSettings>) => void saveSettings({ backup: { ...values, ...changes } });
  const keeps = [...new Set([...KEEPS, values.keep])].sort((a, b) => a - b);
  const choose = async () => {
    const chosen = await ask('backup.choose', { what: 'folder' });
    if (chosen !== null) save({ folder: chosen });
  };
  return (
    <>
      <div className="setting">
        <div className="two">
          <div>{text.daily}</div>
          <div className="meta note">{text.dailyNote(props.dailyAt)}</div>
        </div>
        <Switch label={text.daily} on={values.daily} onChange={(daily) => save({ daily })} />
      </div>
      <div className="setting">
        <div className="two">
          <div>{text.keep}</div>
          <div className="meta note">{text.keepNote}</div>
        </div>
        <Select
          label={text.keep}
          value={String(values.keep)}
          options={keeps.map((count) => [String(count), text.keepDays(count)])}
          onChange={(keep) => save({ keep: Number(keep) })}
        />
      </div>
      <div className="setting">
        <div>{text.folder}</div>
        <span className="kept-actions">
          <code className="kept-place cut" title={folder}>
            {folder}
          </code>
          {values.folder !== null && (
            <Button small look="quiet" onClick={() => save({ folder: null })}>
              {text.folderDefault}
            </Button>
          )}
          <Button small onClick={() => void choose()}>
            {text.change}
          </Button>
        </span>
      </div>
    </>
  );
}

function Row({ copy, onRestore }: { copy: Copy; onRestore: () => void }) {
  return (
    <div className="setting">
      <div className="two">
        <div>{text.madeAt(copy.madeAt)}</div>
        <div className="meta note" title={copy.file}>
          {[text.kinds[copy.kind], bytes(copy.size), text.ask.by(copy.version)].join(' · ')}
        </div>
      </div>
      <Button small aria-label={text.restoreOf(copy.madeAt)} onClick={onRestore}>
        {text.restore}
      </Button>
    </div>
  );
}
