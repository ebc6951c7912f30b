import './kept.css';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Secret, SecretList } from '#contract/secret.ts';
import { ask } from '../api.ts';
import { client, keys, useSecrets } from '../state/queries.ts';
import { Ask } from '../ui/Ask.tsx';
import { Button } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { Failure } from '../ui/Failure.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { refuse, toast } from '../ui/toasts.ts';
import { secretText as text } from './kept-text.ts';
import { SecretDraft } from './SecretDraft.tsx';

/** What jobs may use and nobody may see: names, never values. */
export function Secrets() {
  const { data, error, refetch } = useSecrets();
  /** The name that a value is being given to; '' = of a new secret. */
  const [editing, setEditing] = useState<string | null>(null);
  const [removing, setRemoving] = useState<Secret | null>(null);
  if (!data && error) return <Failure what={text.notRead} error={error} onAgain={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} height={52} />;
  const close = () => setEditing(null);
  return (
    <>
      <div className="setting">
        <div className="two">
          <div>{text.keeper}</div>
          <div className={classes('meta note', (data.locked || data.protection !== 'keystore') && 'kept-warning')}>
            {data.locked ? text.locked : text.keepers[data.protection]}
          </div>
        </div>
        <span className="kept-actions">
          {data.locked && (
            <Button small onClick={() => void unlock()}>
              {text.unlock}
            </Button>
          )}
          <span className="told">{keeper(data)}</span>
        </span>
      </div>
      {data.secrets.map((secret) =>
        editing === secret.name ? (
          <SecretDraft key={secret.name} name={secret.name} onClose={close} />
        ) : (
          <Row
            key={secret.name}
            secret={secret}
            weakHere={data.protection === 'keystore'}
            isHeld={data.locked && secret.protection === 'keystore'}
            onEdit={() => setEditing(secret.name)}
            onRemove={() => (secret.usedBy.length > 0 ? setRemoving(secret) : void remove(secret.name))}
          />
        ),
      )}
      {data.secrets.length === 0 && editing === null && <p className="kept-note">{text.none}</p>}
      {editing === '' ? (
        <SecretDraft name={null} onClose={close} />
      ) : (
        <div className="kept-foot">
          <Button small icon={<IconPlus size={16} stroke={1.5} />} onClick={() => setEditing('')}>
            {text.add}
          </Button>
        </div>
      )}
      {removing && (
        <Ask
          title={text.removal.title(removing.name)}
          detail={text.removal.detail(removing.usedBy)}
          keep={text.removal.keep}
          go={text.removal.go}
          onKeep={() => setRemoving(null)}
          onGo={() => {
            setRemoving(null);
            void remove(removing.name);
          }}
        />
      )}
    </>
  );
}

function keeper({ protection, backend }: SecretList): string {
  if (protection === 'none') return text.nobody;
  return protection === 'weak' ? text.keyFile : (text.backend[backend] ?? backend);
}

async function unlock(): Promise<void> {
  try {
    client.setQueryData(keys.secrets, await ask('secrets.unlock'));
  } catch (error) {
    refuse(text.notUnlocked, error);
  }
}

async function remove(name: string): Promise<void> {
  try {
    client.setQueryData(keys.secrets, await ask('secrets.remove', { name }));
    toast({ tone: 'note', title: text.removed(name) });
  } catch (error) {
    refuse(text.notRemoved(name), error);
  }
}

interface RowProps {
  secret: Secret;
  /** There is a key store now, so that one kept with a key file is worth a word. */
  weakHere: boolean;
  /** It waits for the key store to be unlocked. */
  isHeld: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Row(props: RowProps) {
  const { name, updatedAt, usedBy, readable, protection } = props.secret;
  const facts = [text.set(updatedAt), usedBy.length > 0 ? text.usedBy(usedBy) : text.unused];
  if (props.weakHere && protection === 'weak') facts.push(text.byKeyFile);
  return (
    <div className="setting">
      <div className="two">
        <code>{name}</code>
        {readable ? (
          <div className="meta note">{facts.join(' · ')}</div>
        ) : (
          <div className="note fail">{props.isHeld ? text.held : text.unreadable}</div>
        )}
      </div>
      <span className="kept-actions">
        <Button small aria-label={text.newValueOf(name)} onClick={props.onEdit}>
          {text.newValue}
        </Button>
        <Button small look="danger" aria-label={text.removeName(name)} onClick={props.onRemove}>
          {text.remove}
        </Button>
      </span>
    </div>
  );
}
